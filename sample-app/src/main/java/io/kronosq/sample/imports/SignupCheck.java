package io.kronosq.sample.imports;

import static java.util.stream.Collectors.joining;

import io.kronosq.sample.signup.Signup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Validator;

/** Holds rows to the rules that single sign-ups are held to. */
@ApplicationScoped
public class SignupCheck {
  @Inject Validator validator;

  /** What is wrong with a sign-up, field by field; empty when it is valid. */
  String faults(Signup signup) {
    return validator.validate(signup).stream()
        .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
        .sorted()
        .collect(joining("; "));
  }
}
