import { strFromU8, unzipSync } from 'fflate'
import { test } from '@japa/runner'
import { toXlsx } from '#app/shared/http/table_file'

test.group('Tables as workbooks', () => {
  test('amounts are numbers, days are dates, everything else is text and never a formula', async ({
    assert,
  }) => {
    const row = { on: '2026-03-02', what: '=1+1', number: '000123', amount: '-1234.56', empty: null }
    const parts = unzipSync(await toXlsx({ columns: Object.keys(row), rows: [row] }))
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!)
    const texts = strFromU8(parts['xl/sharedStrings.xml'] ?? new Uint8Array())
    const cells = [...sheet.matchAll(/<c r="([A-Z]2)"([^>]*?)(?:\/>|>(.*?)<\/c>)/g)].map(([, name, , content]) => [name, content]) // prettier-ignore
    assert.deepInclude(cells, ['D2', '<v>-1234.56</v>'])
    // Day 46083 after the last of 1899, as spreadsheets count.
    assert.deepInclude(cells, ['A2', '<v>46083</v>'])
    assert.notInclude(sheet, '<f>')
    assert.include(texts + sheet, '=1+1')
    assert.include(texts + sheet, '000123')
  })
})
