import type { OrbitStates } from '../../../lib/sentinel1/annotation.ts';
import { formatUtcUs } from '../../../lib/sentinel1/utc-time.ts';

export interface OrbitFileFacts {
  readonly mission?: string;
  readonly type?: string;
  readonly frame?: string;
  /** Of each vector; absent = NOMINAL. */
  readonly quality?: (index: number) => string;
  /** Seconds after the origin; absent = first and last vector. */
  readonly validity?: readonly [number, number];
}

/**
 * An orbit file in the layout of the published ones (Earth Explorer File of the POD service). None lies in the shared
 * data: all that the tests use are made here, from an orbit in closed form or from a real annotation's vectors.
 */
export function orbitFileXml(states: OrbitStates, originUs: number, facts: OrbitFileFacts = {}): string {
  const { timeS, positionM, velocityMPerS } = states;
  const { mission = 'Sentinel-1A', type = 'AUX_POEORB', frame = 'EARTH_FIXED', quality = () => 'NOMINAL' } = facts;
  const [from, to] = facts.validity ?? [timeS[0] ?? 0, timeS[timeS.length - 1] ?? 0];
  const utc = (s: number, digits = 26) => formatUtcUs(originUs + s * 1e6).slice(0, digits);
  const xyz = (values: Float64Array, i: number, prefix: string, unit: string) =>
    ['X', 'Y', 'Z']
      .map((axis, k) => [`${prefix}${axis}`, (values[3 * i + k] ?? 0).toFixed(6)])
      .map(([name, value]) => `      <${name} unit="${unit}">${value}</${name}>\n`)
      .join('');
  const vectors = Array.from(
    timeS,
    (t, i) =>
      `    <OSV>\n      <TAI>TAI=${utc(t + 37)}</TAI>\n      <UTC>UTC=${utc(t)}</UTC>\n      <UT1>UT1=${utc(t - 0.1)}</UT1>\n` +
      `      <Absolute_Orbit>+39156</Absolute_Orbit>\n${xyz(positionM, i, '', 'm')}${xyz(velocityMPerS, i, 'V', 'm/s')}` +
      `      <Quality>${quality(i)}</Quality>\n    </OSV>\n`,
  );
  return `<?xml version="1.0" ?>
<Earth_Explorer_File>
  <Earth_Explorer_Header>
    <Fixed_Header>
      <File_Name>S1A_OPER_${type}_OPOD_20210829T122314_V20210808T225942_20210810T005942</File_Name>
      <File_Description>Orbit File</File_Description>
      <Notes></Notes>
      <Mission>${mission}</Mission>
      <File_Class>OPER</File_Class>
      <File_Type>${type}</File_Type>
      <Validity_Period>
        <Validity_Start>UTC=${utc(Math.floor(from), 19)}</Validity_Start>
        <Validity_Stop>UTC=${utc(Math.ceil(to), 19)}</Validity_Stop>
      </Validity_Period>
      <File_Version>0001</File_Version>
    </Fixed_Header>
    <Variable_Header>
      <Ref_Frame>${frame}</Ref_Frame>
      <Time_Reference>UTC</Time_Reference>
    </Variable_Header>
  </Earth_Explorer_Header>
<Data_Block type="xml">
  <List_of_OSVs count="${timeS.length}">
${vectors.join('')}  </List_of_OSVs>
</Data_Block>
</Earth_Explorer_File>
`;
}
