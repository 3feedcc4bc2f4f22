package io.kronosq.dashboard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graalvm.polyglot.Value;

/** The texts in all languages. */
final class Bundles {
  static final List<String> LANGUAGES = List.of("en", "de", "zh", "es", "ja");

  private Bundles() {}

  /** The forms of each text, by its key and, where it differs by number, the plural category. */
  static Map<String, Map<String, String>> read(Modules modules, String language) {
    Value bundle = modules.bundle(language);
    Map<String, Map<String, String>> texts = new TreeMap<>();
    for (String key : bundle.getMemberKeys()) {
      Map<String, String> forms = new TreeMap<>();
      Value text = bundle.getMember(key);
      if (text.isString()) {
        forms.put("", text.asString());
      } else {
        text.getMemberKeys().forEach(form -> forms.put(form, text.getMember(form).asString()));
      }
      texts.put(key, forms);
    }
    return texts;
  }
}
