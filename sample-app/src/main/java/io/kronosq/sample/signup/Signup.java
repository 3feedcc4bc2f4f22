package io.kronosq.sample.signup;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Somebody who wants to join. White space around both parts is dropped, and a name is one line.
 *
 * @param name how the mail greets them, at most 200 characters
 * @param email where the mail goes: ASCII, at most 254 characters
 */
public record Signup(
    @NotBlank @Size(max = 200) String name,
    @NotBlank @Size(max = 254) @Email(
            regexp = "([!-?A-~]+@[!-?A-~]+\\.[!-?A-~]+)?",
            message = "must be an address such as ada@example.org")
        String email) {

  /** Normalises both parts; a part that is missing becomes empty and so fails validation. */
  public Signup {
    name = name == null ? "" : name.strip().replaceAll("\\s+", " ");
    email = email == null ? "" : email.strip();
  }
}
