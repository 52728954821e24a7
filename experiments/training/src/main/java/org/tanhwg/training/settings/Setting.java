package org.tanhwg.training.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the command line and configuration files know about a component of a settings record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** One line for {@code --help}. */
    String value();

    /** Stands for the value in {@code --help}; of the component's type when empty. */
    String label() default "";

    /** Value when the option is given without one; a value is required when empty. */
    String whenBare() default "";

    /** Value when nothing is said, shown in {@code --help}; empty where a file has it, or where the record decides. */
    String standard() default "";

    /** What {@code --help} says of a value that the record decides: it is null unless something is said. */
    String otherwise() default "";

    /** Key beside which this setting means nothing: it is then null, and must not be given. */
    String unless() default "";
}
