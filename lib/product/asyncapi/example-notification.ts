import type { NotificationAttributes } from '../notification.ts';
import type { Notification } from '../notification-schema.ts';

/** As subscribers see it: the attributes beside the message, and the message itself. */
export const EXAMPLE_ATTRIBUTES: NotificationAttributes = {
  collection: 's2mp-s1s2',
  change: 'created',
  cells: ['N40E000/N40E000', 'N40E000/N40E005'],
  acqDay: 20_210_809,
  orbit: 'ascending-059',
  platform: 'S1A',
  timeliness: 'NRT',
  validPct: 62.5,
  model: 's2mp-vv-3f2a9c01d4e7',
};

const ITEM = 'S1A_IW_20210809T173953_039156_049F13';
const KEY = `collections/s2mp-s1s2/2021/08/09/${ITEM}/${ITEM}.json`;

export const EXAMPLE_NOTIFICATION: Notification = {
  specversion: '1.0',
  id: 'f41a04d826b1e7c5ad021d2a4d194cf6',
  source: 's3://maps/collections/s2mp-s1s2',
  type: 's2mp-nrt.item.created',
  subject: ITEM,
  time: '2021-08-09T20:31:07.204Z',
  datacontenttype: 'application/geo+json',
  data: {
    type: 'Feature',
    id: ITEM,
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [3.5, 43.4],
          [5.25, 43.5],
          [5.2, 44],
          [3.45, 43.9],
          [3.5, 43.4],
        ],
      ],
    },
    bbox: [3.45, 43.4, 5.25, 44],
    properties: {
      pubtime: '2021-08-09T20:31:07.204Z',
      operation: 'create',
      data_id: `s2mp-s1s2/${ITEM}`,
      metadata_id: 's2mp-s1s2',
      datetime: '2021-08-09T17:40:05.653289Z',
      start_datetime: '2021-08-09T17:39:53.153776Z',
      end_datetime: '2021-08-09T17:40:18.152802Z',
      integrity: { method: 'sha256', value: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=' },
      key: KEY,
      run: 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c1d2e3f4a5b6c7d8e9f0a1b2',
      source_product: 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8',
      ...EXAMPLE_ATTRIBUTES,
      cells: [...EXAMPLE_ATTRIBUTES.cells],
    },
    links: [{ rel: 'item', href: `s3://maps/${KEY}`, type: 'application/geo+json' }],
  },
};
