import { gdalMetadataItems } from './gdal-metadata-items.ts';
import type { BandInfo } from './tiff-image.ts';

/** Tag 42112: `<GDALMetadata>` with dataset items and, marked by `sample` (0-based) and `role`, items of bands. */
export interface GdalMetadata {
  readonly dataset: Readonly<Record<string, string>>;
  readonly bands: readonly BandInfo[];
}

/** Metadata that cannot be understood count as absent: they never decide whether pixels can be read. */
export function parseGdalMetadata(xml: string | undefined, bands: number): GdalMetadata {
  const dataset: Record<string, string> = {};
  const bandItems: { description?: string; unit?: string; scale?: number; offset?: number }[] = [];
  for (let i = 0; i < bands; i++) bandItems.push({});
  for (const item of gdalMetadataItems(xml)) {
    const name = item.attributes.get('name');
    if (name === undefined) continue;
    const text = unescapeXml(item.text);
    const sample = item.attributes.get('sample');
    const role = item.attributes.get('role');
    const band = sample === undefined ? undefined : bandItems[Number(sample)];
    if (sample === undefined) dataset[name] = text;
    else if (!band) continue;
    else if (role === 'description') band.description = text;
    else if (role === 'unittype') band.unit = text;
    else if (role === 'scale' && Number.isFinite(Number(text))) band.scale = Number(text);
    else if (role === 'offset' && Number.isFinite(Number(text))) band.offset = Number(text);
  }
  return {
    dataset,
    bands: bandItems.map(({ description, unit, scale = 1, offset = 0 }) => ({ description, unit, scale, offset })),
  };
}

/**
 * The XML text for tag 42112. Text is escaped twice, since GDAL unescapes it twice (once as XML, once by itself);
 * attributes once.
 */
export function formatGdalMetadata(
  dataset: Readonly<Record<string, string>>,
  bands: readonly { description: string; unit?: string; scale?: number; offset?: number }[],
): string {
  const lines = Object.entries(dataset).map(([name, value]) => item(`name="${escapeXml(name)}"`, value));
  bands.forEach(({ description, unit, scale, offset }, sample) => {
    const of = (name: string, role: string) => `name="${name}" sample="${sample}" role="${role}"`;
    lines.push(item(of('DESCRIPTION', 'description'), description));
    if (offset !== undefined) lines.push(item(of('OFFSET', 'offset'), String(offset)));
    if (scale !== undefined) lines.push(item(of('SCALE', 'scale'), String(scale)));
    if (unit !== undefined) lines.push(item(of('UNITTYPE', 'unittype'), unit));
  });
  return `<GDALMetadata>\n${lines.join('')}</GDALMetadata>\n`;
}

function item(attributes: string, value: string): string {
  return `  <Item ${attributes}>${escapeXml(escapeXml(value))}</Item>\n`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '');
}
