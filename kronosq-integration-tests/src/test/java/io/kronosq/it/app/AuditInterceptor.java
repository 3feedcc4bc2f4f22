package io.kronosq.it.app;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Notes calls. */
@Audited
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class AuditInterceptor {
  @Inject private Journal journal;

  @AroundInvoke
  Object audit(InvocationContext call) throws Exception {
    journal.note("audit", call.getMethod().getName());
    return call.proceed();
  }
}
