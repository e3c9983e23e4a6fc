import { describe, expect, it } from 'vitest';
import { forwardCsv } from '../../../lib/s2mp/forward-csv.ts';
import { InvalidForwardInputError } from '../../../lib/s2mp/invalid-forward-input.error.ts';

async function run(text: string): Promise<string[]> {
  const rows: string[] = [];
  async function* lines(): AsyncGenerator<string> {
    yield* text.split('\n');
  }
  for await (const row of forwardCsv(lines())) rows.push(row);
  return rows;
}

describe('forwardCsv', () => {
  it('appends σ0 to the rows, in any order of columns, with the published check values', async () => {
    const rows = await run('theta_deg,hrms_cm,sm_volpct,ndvi\r\n30,1,10,0\r\n\n30,1,25,0\n');
    expect(rows[0]).toBe('theta_deg,hrms_cm,sm_volpct,ndvi,sigma0_db');
    expect(rows.slice(1).map((row) => row.replace(/\.(\d{3})\d+$/, '.$1'))).toEqual([
      '30,1,10,0,-11.358',
      '30,1,25,0,-7.698',
    ]);
    const [, hh] = await run('pol,ndvi,sm_volpct,hrms_cm,theta_deg,sand,clay\nHH,0,25,1,40,,\n');
    expect(Number(hh?.split(',').at(-1))).toBeCloseTo(-8.8718, 3);
  });

  it('takes the texture of the row where it has one', async () => {
    const rows = await run('theta_deg,hrms_cm,sm_volpct,ndvi,clay,sand\n40,1,20,0,,\n40,1,20,0,10,50\n');
    const [first, second] = rows.slice(1).map((row) => Number(row.split(',').at(-1)));
    expect((second ?? 0) - (first ?? 0)).toBeCloseTo(0.41, 2);
  });

  it.each([
    { name: 'no header', text: '', message: /no header/ },
    { name: 'a missing column', text: 'theta_deg,hrms_cm,ndvi\n', message: /lacks sm_volpct/ },
    { name: 'an unknown column', text: 'theta_deg,hrms_cm,sm_volpct,ndvi,sm\n', message: /"sm"/ },
    { name: 'a column twice', text: 'theta_deg,hrms_cm,sm_volpct,ndvi,ndvi\n', message: /twice/ },
    { name: 'a short row', text: 'theta_deg,hrms_cm,sm_volpct,ndvi\n30,1,10\n', message: /line 2: 3 columns/ },
    { name: 'a text for a number', text: 'theta_deg,hrms_cm,sm_volpct,ndvi\n30,x,10,0\n', message: /line 2: hrms_cm/ },
    { name: 'an empty number', text: 'theta_deg,hrms_cm,sm_volpct,ndvi\n30,,10,0\n', message: /line 2: hrms_cm/ },
    {
      name: 'HH with vegetation',
      text: 'theta_deg,hrms_cm,sm_volpct,ndvi,pol\n30,1,10,0.3,HH\n',
      message: /line 2: HH/,
    },
    { name: 'VH', text: 'theta_deg,hrms_cm,sm_volpct,ndvi,pol\n30,1,10,0.3,VH\n', message: /VV and HH/ },
    {
      name: 'clay beyond 100 %',
      text: 'theta_deg,hrms_cm,sm_volpct,ndvi,clay\n30,1,10,0,101\n',
      message: /clay is 101/,
    },
  ])('refuses $name', async ({ text, message }) => {
    const attempt = run(text);
    await expect(attempt).rejects.toThrow(InvalidForwardInputError);
    await expect(attempt).rejects.toThrow(message);
  });
});
