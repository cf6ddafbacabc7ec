import { test } from '@japa/runner'
import type { CsvColumns } from '#app/banking/domain/csv_layout'
import { fingerprintTexts } from '#app/banking/domain/movement'
import { readStatementFile } from '#app/banking/drivers/registry'
import { adaIban, camtFile, ownIban, type SampleEntry } from '#tests/banking/camt_samples'

const read = (text: string | Uint8Array, layout: CsvColumns | null = null) =>
  readStatementFile(typeof text === 'string' ? new TextEncoder().encode(text) : text, {
    currency: 'EUR',
    layoutOf: () => layout,
  })

/** One line for each movement, or why there is none. */
function tell(text: string | Uint8Array, layout: CsvColumns | null = null): string {
  const answer = read(text, layout)
  if (!answer.ok) {
    const { error } = answer
    return 'where' in error ? `${error.type} ${error.where}` : error.type
  }
  return answer.value.statements
    .flatMap(({ movements }) => movements)
    .map((m) => [m.direction[0], m.kind, m.amount, m.bookedOn, m.counterpartyIban ?? '-', m.creditorReference ?? m.remittance].join(' '))
    .join(' / ') // prettier-ignore
}

test.group('CAMT.053', () => {
  const transfer = `c transfer 1667 2026-03-02 ${adaIban} INV-000012`
  const entry: SampleEntry = { amount: '16.67', text: 'INV-000012' }
  const rows: [string, string, string][] = [
    ['a transfer, version 8', camtFile([entry]), transfer],
    ['a transfer, version 2', camtFile([entry], { version: '02' }), transfer],
    ['a structured reference', camtFile([{ amount: '1', reference: 'RF18539007547034' }]), `c transfer 100 2026-03-02 ${adaIban} RF18539007547034`],
    ['several booked as one', camtFile([{ amount: '30.00', parts: [{ amount: '10.00', text: 'A' }, { amount: '20.00', text: 'B' }] }]), `c transfer 1000 2026-03-02 ${adaIban} A / c transfer 2000 2026-03-02 ${adaIban} B`],
    ['several, version 2', camtFile([{ amount: '30.00', parts: [{ amount: '10.00', text: 'A' }, { amount: '20.00', text: 'B' }] }], { version: '02' }), `c transfer 1000 2026-03-02 ${adaIban} A / c transfer 2000 2026-03-02 ${adaIban} B`],
    ['several that do not add up are one', camtFile([{ amount: '31.00', parts: [{ amount: '10.00', text: 'A' }, { amount: '20.00', text: 'B' }] }]), 'c transfer 3100 2026-03-02 - A B'],
    ['a return by its code', camtFile([{ ...entry, side: 'DBIT', code: 'RRTN' }]), `d return 1667 2026-03-02 ${adaIban} INV-000012`],
    ['a return by its mark', camtFile([{ ...entry, side: 'DBIT', isReversal: true }]), `d return 1667 2026-03-02 ${adaIban} INV-000012`],
    ['a fee', camtFile([{ amount: '4.90', side: 'DBIT', code: 'CHRG', text: 'Entgelt' }]), `d fee 490 2026-03-02 ${adaIban} Entgelt`],
    ['not booked yet', camtFile([{ ...entry, state: 'PDNG' }]), ''],
    ['yen have no decimals', camtFile([{ amount: '500' }], { currency: 'JPY' }), `c transfer 500 2026-03-02 ${adaIban} `],
    ['a third decimal', camtFile([{ amount: '1.005' }]), 'unreadable null'],
    ['below zero', camtFile([{ amount: '-1.00' }]), 'unreadable Stmt[1]/Ntry[1]/Amt'],
    ['no such day', camtFile([{ ...entry, on: '2026-02-30' }]), 'unreadable null'],
    ['a day of another kind', camtFile([{ ...entry, on: '02.03.2026' }]), 'unreadable Stmt[1]/Ntry[1]/BookgDt/Dt'],
    ['no side', camtFile([entry]).replace('<CdtDbtInd>CRDT</CdtDbtInd><Sts>', '<Sts>'), 'unreadable Stmt[1]/Ntry[1]/CdtDbtInd'],
    ['two sides', camtFile([entry]).replace('<Sts>', '<CdtDbtInd>DBIT</CdtDbtInd><Sts>'), 'unreadable Stmt[1]/Ntry[1]/CdtDbtInd'],
    ['no balance', camtFile([entry]).replace(/<Bal>.*<\/Bal>/s, ''), 'unreadable Stmt[1]/Bal'],
    ['another currency than the account', camtFile([{ ...entry, currency: 'USD' }]), 'unreadable null'],
    ['a state of another version', camtFile([entry], { version: '02' }).replace('001.02', '001.08').replace('<Sts>BOOK</Sts>', '<Sts>BOOKED</Sts>'), ''],
    ['another message', camtFile([entry]).replaceAll('camt.053', 'camt.054'), 'version_unknown'],
    ['another version', camtFile([entry]).replace('001.08', '001.13'), 'version_unknown'],
    ['cut off', camtFile([entry]).slice(0, 900), 'unreadable null'],
    ['entities', `<!DOCTYPE Document [<!ENTITY a "b">]>${camtFile([{ ...entry, text: '&a;' }]).replace(/^.*\?>/, '')}`, 'unreadable null'],
    ['a picture', '\u0000\u0001PNG', 'unreadable null'],
    ['nothing', '', 'unreadable null'],
  ] // prettier-ignore
  for (const [name, file, expected] of rows) {
    test(name, ({ assert }) => assert.equal(tell(file), expected))
  }

  test('balances and the account are read', ({ assert }) => {
    const answer = read(camtFile([{ amount: '16.67' }], { opening: '100.00', closing: '116.67' }))
    const [statement] = answer.ok ? answer.value.statements : []
    assert.deepInclude(statement, {
      iban: ownIban,
      currency: 'EUR',
      openingBalance: 10_000n,
      closingBalance: 11_667n,
    })
  })
})

test.group('Tables of banks', () => {
  const german =
    'Kontoinhaber;EZSCALE\n\n"Buchungstag";"Valutadatum";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Verwendungszweck";"Betrag";"Waehrung"\n'
  const line = `02.03.2026;02.03.2026;"Ada; Lovelace";${adaIban};INV-000012;1.016,67;EUR`
  const layout: CsvColumns = {
    columns: { booked_on: 0, amount: 1, text: 2 },
    dayOrder: 'mdy',
    decimalMark: '.',
  }
  const rows: [string, string | Uint8Array, CsvColumns | null, string][] = [
    ['German, with lines before the table', german + line, null, `c transfer 101667 2026-03-02 ${adaIban} INV-000012`],
    ['English, two columns of amounts', 'Date,Description,Paid in,Paid out\n2026-03-02,INV-12,16.67,\n2026-03-02,Account fee,,4.90', null, 'c transfer 1667 2026-03-02 - INV-12 / d fee 490 2026-03-02 - Account fee'],
    ['debit by a column', 'Buchungstag;Betrag;S/H;Verwendungszweck\n02.03.2026;16,67;S;Rücküberweisung INV-12', null, 'd return 1667 2026-03-02 - Rücküberweisung INV-12'],
    ['Windows-1252', Uint8Array.from(Buffer.from('Buchungstag;Betrag;Verwendungszweck\n02.03.2026;16,67;Gr\u00fc\u00dfe', 'latin1')), null, 'c transfer 1667 2026-03-02 - Gr\u00fc\u00dfe'],
    ['explained by staff', 'When,How much,What\n03/02/2026,16.67,INV-12', layout, 'c transfer 1667 2026-03-02 - INV-12'],
    ['an unknown head', 'When,How much,What\n03/02/2026,16.67,INV-12', null, 'columns_unknown'],
    ['days that can be read in two ways', 'Date,Amount,Description\n03/02/2026,16.67,INV-12', null, 'columns_unknown'],
    ['days that cannot', 'Date,Amount,Description\n03/02/2026,16.67,a\n25/02/2026,1.00,b', null, 'c transfer 1667 2026-02-03 - a / c transfer 100 2026-02-25 - b'],
    ['a row that is none', `${german + line}\n31.02.2026;;Brook;;;1,00;EUR`, null, 'unreadable row 5'],
    ['an amount that is none', `${german}02.03.2026;;Brook;;;1,0x;EUR`, null, 'unreadable row 4'],
    ['another currency', german + line.replace('EUR', 'USD'), null, 'unreadable row 4'],
    ['a byte order mark, line ends of Windows', `\ufeff${german}${line}`.replaceAll('\n', '\r\n'), null, `c transfer 101667 2026-03-02 ${adaIban} INV-000012`],
    ['UTF-16, as spreadsheets write it', Uint8Array.from(Buffer.from('\ufeffBuchungstag;Betrag;Verwendungszweck\n02.03.2026;16,67;Grüße', 'utf16le')), null, 'c transfer 1667 2026-03-02 - Grüße'],
    ['an amount that stands in two columns', 'Buchungstag;Verwendungszweck;Betrag;Soll;Haben;Währung\n02.03.2026;INV-12;16,67;;16,67;EUR\n02.03.2026;Miete;-5,00;5,00;;EUR', null, 'c transfer 1667 2026-03-02 - INV-12 / d transfer 500 2026-03-02 - Miete'],
    ['two amounts that contradict each other', 'Buchungstag;Verwendungszweck;Betrag;Soll;Haben\n02.03.2026;INV-12;16,67;;17,67', null, 'unreadable row 2'],
    ['not booked yet, as a savings bank says it', 'Buchungstag;Betrag;Verwendungszweck;Info\n02.03.26;16,67;INV-12;Umsatz vorgemerkt\n02.03.26;1,00;b;Umsatz gebucht', null, 'c transfer 100 2026-03-02 - b'],
    ['not booked, or taken back, in English', 'Date,Amount,Description,State\n2026-03-02,16.67,a,PENDING\n2026-03-02,2.00,b,REVERTED\n2026-03-02,1.00,c,COMPLETED', null, 'c transfer 100 2026-03-02 - c'],
    ['a last line with the balance', 'Buchungstag;Wert;Verwendungszweck;Betrag\n02.03.2026;02.03.2026;INV-12;16,67\nKontostand;03.03.2026;;1.000,00', null, 'c transfer 1667 2026-03-02 - INV-12'],
    ['a line in the middle that is no movement', 'Buchungstag;Betrag;Verwendungszweck\nKontostand;1.000,00;\n02.03.2026;16,67;INV-12', null, 'columns_unknown'],
    ['the currency before each amount', 'Date,Amount,Description\n2026-03-02,"€1,016.67",INV-12\n2026-03-03,EUR 2.00,b\n2026-03-04,-€3.00,c', null, 'c transfer 101667 2026-03-02 - INV-12 / c transfer 200 2026-03-03 - b / d transfer 300 2026-03-04 - c'],
    ['Swiss thousands, and brackets for what goes out', 'Date,Amount,Description\n2026-03-02,1’016.67,INV-12\n2026-03-03,(4.90),b', null, 'c transfer 101667 2026-03-02 - INV-12 / d transfer 490 2026-03-03 - b'],
  ] // prettier-ignore
  for (const [name, file, known, expected] of rows) {
    test(name, ({ assert }) => assert.equal(tell(file, known), expected))
  }
})

test('two transfers that look alike are two; told again they are the same', ({ assert }) => {
  const file = (entries: SampleEntry[]) => {
    const answer = read(camtFile(entries))
    return answer.ok ? fingerprintTexts(answer.value.statements[0]!.movements) : []
  }
  const alike = { amount: '5.00', text: 'danke' }
  const day = file([alike, { amount: '7.00' }, alike])
  assert.lengthOf(new Set(day), 3)
  assert.deepEqual(
    file([
      { ...alike, text: ' DANKE ' },
      { amount: '9.00', on: '2026-03-03' },
    ]).slice(0, 1),
    day.slice(0, 1)
  )
  const referenced = file([
    { ...alike, bankReference: 'B1' },
    { ...alike, bankReference: 'B2', text: 'sonst' },
  ])
  assert.deepEqual(file([{ ...alike, bankReference: 'B2' }]), [referenced[1]!])
})
