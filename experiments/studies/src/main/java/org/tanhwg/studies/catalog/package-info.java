/** The list of all studies, which knows every one of them; none of them knows it. */
package org.tanhwg.studies.catalog;
