package io.kronosq.cdi.handler;

import io.kronosq.handler.TaskContext;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a handler method may look like. */
final class SignatureRules {
  private SignatureRules() {}

  /**
   * Checks a method and says where its arguments come from.
   *
   * @param method the handler method
   * @param mistakes told what is wrong, without the method's name
   */
  static List<Argument> arguments(Method method, Consumer<String> mistakes) {
    if (!Modifier.isPublic(method.getModifiers())) {
      mistakes.accept("is not public: make it public");
    }
    if (Modifier.isStatic(method.getModifiers())) {
      mistakes.accept("is static: make it an instance method");
    }
    checkResult(method.getReturnType(), mistakes);
    List<Argument> arguments = new ArrayList<>();
    List<Type> payloads = new ArrayList<>();
    for (Type parameter : method.getGenericParameterTypes()) {
      if (parameter == TaskContext.class) {
        arguments.add(new Argument.Context());
      } else {
        payloads.add(parameter);
        arguments.add(new Argument.Payload(boxed(parameter)));
      }
    }
    checkPayloads(payloads, mistakes);
    if (arguments.size() - payloads.size() > 1) {
      mistakes.accept("takes more than one TaskContext: remove the others");
    }
    return arguments;
  }

  private static void checkPayloads(List<Type> payloads, Consumer<String> mistakes) {
    if (payloads.size() > 1) {
      mistakes.accept(
          "takes "
              + payloads.size()
              + " payloads ("
              + payloads.stream().map(Type::getTypeName).collect(Collectors.joining(", "))
              + "): a handler takes at most one payload and one TaskContext;"
              + " put the values into one class");
    }
    for (Type payload : payloads) {
      if (hasVariable(payload)) {
        mistakes.accept(
            "takes a payload of type "
                + payload.getTypeName()
                + ", which has a type variable and is not known at run time:"
                + " declare a type without variables");
      }
    }
  }

  private static void checkResult(Class<?> result, Consumer<String> mistakes) {
    if (CompletionStage.class.isAssignableFrom(result) || Future.class.isAssignableFrom(result)) {
      mistakes.accept(
          "returns "
              + result.getSimpleName()
              + ", so that its task would count as done before the work is:"
              + " wait for the result and return that");
    }
  }

  private static boolean hasVariable(Type type) {
    if (type instanceof TypeVariable<?>) {
      return true;
    }
    if (type instanceof ParameterizedType parameterized) {
      return Arrays.stream(parameterized.getActualTypeArguments())
          .anyMatch(SignatureRules::hasVariable);
    }
    return type instanceof GenericArrayType array && hasVariable(array.getGenericComponentType());
  }

  private static Type boxed(Type type) {
    return type instanceof Class<?> primitive && primitive.isPrimitive()
        ? java.lang.invoke.MethodType.methodType(primitive).wrap().returnType()
        : type;
  }
}
