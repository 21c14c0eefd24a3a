import { XmlDocument, type XmlElement } from "libxml2-wasm";

/** What libxml2 makes of a document; it throws where it is not well-formed. */
export function withXml<T>(text: string, look: (root: XmlElement) => T): T {
  const document = XmlDocument.fromString(text);
  try {
    return look(document.root);
  } finally {
    document.dispose();
  }
}
