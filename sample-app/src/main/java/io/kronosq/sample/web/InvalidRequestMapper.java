package io.kronosq.sample.web;

import static java.util.stream.Collectors.joining;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Comparator;
import java.util.List;

/** Answers a request that breaks a constraint, naming the fields. */
@Provider
public class InvalidRequestMapper implements ExceptionMapper<ConstraintViolationException> {
  @Override
  public Response toResponse(ConstraintViolationException failure) {
    List<FieldProblem> fields =
        failure.getConstraintViolations().stream()
            .map(InvalidRequestMapper::field)
            .sorted(Comparator.comparing(FieldProblem::field))
            .toList();
    String detail = fields.stream().map(f -> f.field() + " " + f.message()).collect(joining("; "));
    return new Problem("Invalid request", 400, detail, fields).toResponse();
  }

  private static FieldProblem field(ConstraintViolation<?> violation) {
    String name = "";
    for (Path.Node node : violation.getPropertyPath()) {
      name = node.getName();
    }
    return new FieldProblem(name, violation.getMessage());
  }
}
