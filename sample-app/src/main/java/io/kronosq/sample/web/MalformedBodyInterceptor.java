package io.kronosq.sample.web;

import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers a body that can't be read as JSON with 400, where servers differ otherwise. */
@Provider
public class MalformedBodyInterceptor implements ReaderInterceptor {
  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    try {
      return context.proceed();
    } catch (JsonbException | JsonException | ProcessingException e) {
      String detail = "The body is not the JSON object that is expected: " + e.getMessage();
      throw new BadRequestException(
          Problem.of(Response.Status.BAD_REQUEST, detail).toResponse(), e);
    }
  }
}
