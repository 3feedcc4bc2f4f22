package io.kronosq.cdi.handler;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.KronosSchedule;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the schedules of beans. For use by one thread. */
public final class ScheduleScanner {
  private final Mistakes mistakes;
  private final List<ScheduleDeclaration> found = new ArrayList<>();

  /**
   * @param mistakes told of each mistake, with class, method and remedy
   */
  public ScheduleScanner(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The schedules found so far. */
  public List<ScheduleDeclaration> found() {
    return List.copyOf(found);
  }

  /**
   * Looks for schedules in a bean.
   *
   * @param type the bean's class as the container sees it
   */
  public void scan(AnnotatedType<?> type) {
    Class<?> beanClass = type.getJavaClass();
    add(
        beanClass.getName(),
        type.getAnnotation(KronosHandler.class),
        beanClass.getAnnotationsByType(KronosSchedule.class));
    for (AnnotatedMethod<?> method : type.getMethods()) {
      Method member = method.getJavaMember();
      if (!member.isBridge() && !HandlerScanner.isOverridden(member, beanClass)) {
        add(
            HandlerScanner.name(beanClass, member),
            method.getAnnotation(KronosHandler.class),
            member.getAnnotationsByType(KronosSchedule.class));
      }
    }
  }

  private void add(String name, @Nullable KronosHandler handler, KronosSchedule... schedules) {
    for (KronosSchedule schedule : schedules) {
      if (handler == null) {
        mistakes.add(
            MistakeCode.SCHEDULE_WITHOUT_HANDLER,
            name
                + " has @KronosSchedule without @KronosHandler: add it, so that there is someone"
                + " to process the tasks");
        return;
      }
      found.add(new ScheduleDeclaration(name, handler, schedule));
    }
  }
}
