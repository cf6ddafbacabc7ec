import { test } from '@japa/runner'
import { fileTypeOf, safeFileName } from '#app/shared/http/file_type'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))
  )
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const files: [string, Buffer, string | null][] = [
  ['a PDF', bytes('%PDF-1.7\n1 0 obj\n', '%%EOF\n'), 'application/pdf'],
  ['a PDF cut off', bytes('%PDF-1.7\n1 0 obj\n'), null],
  ['a page that holds a PDF', bytes('<html>%PDF-1.7\n%%EOF'), null],
  ['a PNG', bytes(png, 'rest', [0, 0, 0, 0], 'IEND', [0xae, 0x42, 0x60, 0x82]), 'image/png'],
  ['a PNG cut off', bytes(png, 'rest of the picture that never came'), null],
  ['a JPEG', bytes([0xff, 0xd8, 0xff, 0xe0], 'data', [0xff, 0xd9]), 'image/jpeg'],
  ['a JPEG cut off', bytes([0xff, 0xd8, 0xff, 0xe0], 'data'), null],
  ['a script named .pdf', bytes('#!/bin/sh\n'), null],
  ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
  ['nothing', bytes(), null],
]
const names: [string, string][] = [
  ['paper.pdf', 'paper.pdf'],
  ['C:\\Users\\ada\\paper.pdf', 'paper.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['a"b\r\nc<d>.pdf', 'abcd.pdf'],
  ['Bescheinigung für 2026.pdf', 'Bescheinigung für 2026.pdf'],
  ['/', 'file'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
]

test.group('Files that people hand in', () => {
  test('{0}').with(files).run(({ assert }, [, content, type]) => assert.equal(fileTypeOf(content), type)) // prettier-ignore
  test('are called {1}').with(names).run(({ assert }, [name, safe]) => assert.equal(safeFileName(name, 'file'), safe)) // prettier-ignore
})
