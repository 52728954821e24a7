package org.tanhwg.training.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the command line says about a component of a settings record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** One line for {@code --help}. */
    String value();

    /** Stands for the value in {@code --help}; of the component's type when empty. */
    String label() default "";

    /** Value when the option is given without one; a value is required when empty. */
    String whenBare() default "";
}
