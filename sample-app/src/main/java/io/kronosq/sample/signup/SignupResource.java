package io.kronosq.sample.signup;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code POST /api/signups}. */
@Path("signups")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SignupResource {
  @Inject SignupService service;

  /**
   * Accepts a sign-up; the mail follows.
   *
   * @param signup name and address
   * @return 202 with the task that sends the mail
   */
  @POST
  public Response signUp(@NotNull @Valid Signup signup) {
    return Response.accepted(SignupReceipt.of(service.signUp(signup))).build();
  }
}
