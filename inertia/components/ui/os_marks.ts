/** Marks of operating systems and games, drawn by us: plain shapes in a 24 by 24 field, no logos of theirs. */
export interface OsMark {
  /** Of the shape, on light and on dark ground. */
  color: string
  /** Filled shapes. */
  fill?: string
  /** Lines two units wide. */
  line?: string
}

const marks: [RegExp, OsMark][] = [
  [
    /debian/i,
    { color: '#c2255c', line: 'M15.5 12.5a3.5 3.5 0 1 1-2.6-4.6M18.5 13.5A7 7 0 1 1 11 5c4 0 7 2.6 7.4 6' },
  ],
  [
    /ubuntu/i,
    {
      color: '#e8590c',
      line: 'M7 12a5 5 0 0 1 7.6-4.2M14.6 16.2A5 5 0 0 1 7 12M16.9 11a5 5 0 0 1 0 2',
      fill: 'M4.2 12a2 2 0 1 0 .01 0zM15.2 5.2a2 2 0 1 0 .01 0zM15.2 18.8a2 2 0 1 0 .01 0z',
    },
  ],
  [
    /alma/i,
    {
      color: '#1c7ed6',
      fill: 'M12 4a3 3 0 1 0 .01 0zM19 9.5a3 3 0 1 0 .01 0zM16.3 16.2a3 3 0 1 0 .01 0zM7.7 16.2a3 3 0 1 0 .01 0zM5 9.5a3 3 0 1 0 .01 0z',
    },
  ],
  [/rocky/i, { color: '#0ca678', fill: 'M3 19 10 7l3.4 5.6L15.2 10 21 19zM10 7l-2 3.4L10 12l2-1.6z' }],
  [/cent|stream/i, { color: '#9c36b5', fill: 'M4 4h7v7zM13 4h7l-7 7zM20 13v7h-7zM4 13l7 7H4z' }],
  [/fedora/i, { color: '#3b5bdb', line: 'M12 21V10.5A4.5 4.5 0 0 1 21 10.5M7 14h9' }],
  [
    /windows/i,
    { color: '#1c7ed6', fill: 'M4 4h7.4v7.4H4zM12.6 4H20v7.4h-7.4zM4 12.6h7.4V20H4zM12.6 12.6H20V20h-7.4z' },
  ],
  [/arch/i, { color: '#1098ad', line: 'M4 20 12 4l8 16-5-2.5a3.5 3.5 0 0 0-6 0z' }],
  [
    /suse/i,
    { color: '#2f9e44', line: 'M4 14c0-5 4-8 8.500-8 4 0 7.500 2 7.500 5s-3 4-6 3M4 14c2 4 7 5 12 4' },
  ],
  [
    /bsd/i,
    {
      color: '#e03131',
      line: 'M5 8a7.500 7.500 0 1 0 14 0M5 8c-1.500-2-1-4 0-4s3 1 3.500 2M19 8c1.500-2 1-4 0-4s-3 1-3.500 2',
    },
  ],
  [
    /vanilla|minecraft|paper|forge|fabric|purpur/i,
    {
      color: '#2f9e44',
      fill: 'M12 3 20 7.500 12 12 4 7.500zM4 9.300l7.200 4v8L4 17zM20 9.300l-7.200 4v8L20 17z',
    },
  ],
  [
    /valheim|rust|ark|palworld|terraria|factorio|counter/i,
    { color: '#e8590c', line: 'm5 19 10-10M15 9V4h5v5h-5M7 13l4 4M5 19l-1 1' },
  ],
  [/desktop|firefox|chrom|kasm|vs ?code/i, { color: '#7048e8', line: 'M4 5h16v11H4zM9 20h6M12 16v4' }],
]

/** The mark of what a name or its group says; null for what we have none of. */
export function osMarkOf(...names: (string | undefined)[]): OsMark | null {
  const text = names.filter(Boolean).join(' ')
  return marks.find(([name]) => name.test(text))?.[1] ?? null
}
