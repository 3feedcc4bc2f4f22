package io.kronosq.cdi.handler;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.handler.BatchItem;
import io.kronosq.handler.TaskContext;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a handler method may look like. */
final class SignatureRules {
  private SignatureRules() {}

  /**
   * Checks a method and says where its arguments come from.
   *
   * @param method the handler method
   * @param batch whether a list that it takes is a batch
   * @param mistakes told what is wrong, without the method's name
   */
  static List<Argument> arguments(Method method, boolean batch, Mistakes mistakes) {
    if (!Modifier.isPublic(method.getModifiers())) {
      mistakes.add(MistakeCode.METHOD_NOT_PUBLIC, "is not public: make it public");
    }
    if (Modifier.isStatic(method.getModifiers())) {
      mistakes.add(MistakeCode.METHOD_STATIC, "is static: make it an instance method");
    }
    List<Argument> arguments = new ArrayList<>();
    List<Type> payloads = new ArrayList<>();
    for (Type parameter : method.getGenericParameterTypes()) {
      if (parameter == TaskContext.class) {
        arguments.add(new Argument.Context());
      } else {
        payloads.add(parameter);
        arguments.add(argument(parameter, batch));
      }
    }
    checkPayloads(payloads, batch, mistakes);
    if (arguments.size() - payloads.size() > 1) {
      mistakes.add(
          MistakeCode.SEVERAL_CONTEXTS, "takes more than one TaskContext: remove the others");
    }
    return arguments;
  }

  private static Argument argument(Type parameter, boolean batch) {
    Type element = elementOfList(parameter);
    if (element == BatchItem.class) {
      return new Argument.Items();
    }
    return batch && element != null
        ? new Argument.Payloads(element)
        : new Argument.Payload(boxed(parameter));
  }

  /** What the elements of a list are; null when it is no list, or does not say. */
  private static @Nullable Type elementOfList(Type type) {
    return type instanceof ParameterizedType parameterized
            && parameterized.getRawType() == List.class
        ? parameterized.getActualTypeArguments()[0]
        : null;
  }

  private static void checkPayloads(List<Type> payloads, boolean batch, Mistakes mistakes) {
    if (payloads.size() > 1) {
      boolean takesTasks = batch || payloads.stream().anyMatch(SignatureRules::namesItems);
      mistakes.add(
          MistakeCode.SEVERAL_PAYLOADS,
          "takes "
              + payloads.size()
              + " payloads ("
              + payloads.stream().map(Type::getTypeName).collect(Collectors.joining(", "))
              + "): a handler takes at most "
              + (takesTasks
                  ? "one List of a batch's tasks and one TaskContext; remove the others"
                  : "one payload and one TaskContext; put the values into one class"));
    } else {
      payloads.forEach(payload -> checkBatch(payload, batch, mistakes));
    }
    for (Type payload : payloads) {
      if (hasVariable(payload)) {
        mistakes.add(
            MistakeCode.PAYLOAD_WITH_TYPE_VARIABLE,
            "takes a payload of type "
                + payload.getTypeName()
                + ", which has a type variable and is not known at run time:"
                + " declare a type without variables");
      }
    }
  }

  private static void checkBatch(Type parameter, boolean batch, Mistakes mistakes) {
    Type element = elementOfList(parameter);
    if (element == BatchItem.class) {
      return;
    }
    if (namesItems(parameter)) {
      mistakes.add(
          MistakeCode.BATCH_ITEMS_NO_LIST,
          "takes " + parameter.getTypeName() + ": the tasks of a batch come as List<BatchItem>");
    } else if (batch && (element == null || element instanceof WildcardType)) {
      mistakes.add(
          MistakeCode.BATCH_PAYLOADS_UNKNOWN,
          "has @KronosBatch and takes "
              + parameter.getTypeName()
              + ", which does not say what each task's payload is: take List<BatchItem>, or a List"
              + " of the payload's class");
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

  private static boolean namesItems(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return Arrays.stream(parameterized.getActualTypeArguments())
          .anyMatch(SignatureRules::namesItems);
    }
    if (type instanceof WildcardType wildcard) {
      return Arrays.stream(wildcard.getUpperBounds()).anyMatch(SignatureRules::namesItems);
    }
    return type == BatchItem.class || type == BatchItem[].class;
  }

  private static Type boxed(Type type) {
    return type instanceof Class<?> primitive && primitive.isPrimitive()
        ? java.lang.invoke.MethodType.methodType(primitive).wrap().returnType()
        : type;
  }
}
