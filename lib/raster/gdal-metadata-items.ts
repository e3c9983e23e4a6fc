import { parseXmlTree } from '../xml/parse-xml-tree.ts';
import type { XmlNode } from '../xml/xml-tree.ts';

/** The `<Item>`s of `<GDALMetadata>` (tag 42112); none if the text is absent or is something else. */
export function gdalMetadataItems(xml: string | undefined): readonly XmlNode[] {
  if (!xml) return [];
  try {
    const root = parseXmlTree(xml);
    return root.name === 'GDALMetadata' ? root.children.filter(({ name }) => name === 'Item') : [];
  } catch {
    return [];
  }
}
