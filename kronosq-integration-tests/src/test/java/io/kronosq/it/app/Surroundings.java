package io.kronosq.it.app;

/**
 * What a handler finds around it.
 *
 * @param application java:app/AppName
 * @param module java:module/ModuleName
 * @param componentName whether java:comp answers
 * @param sessionBean whether a session bean is found by name and answers
 * @param cdi whether CDI.current() is this application
 * @param contextLoader whether the thread's class loader finds the application's classes
 * @param transaction status of the transaction, see {@link jakarta.transaction.Status}
 * @param uses calls of the request-scoped bean so far
 * @param thread its name
 */
public record Surroundings(
    String application,
    String module,
    boolean componentName,
    boolean sessionBean,
    boolean cdi,
    boolean contextLoader,
    int transaction,
    int uses,
    String thread) {}
