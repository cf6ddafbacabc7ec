import { test } from '@japa/runner'
import type { CustomerTax } from '#app/billing/domain/taxation/decide_tax'
import type { SellerTax } from '#app/billing/domain/taxation/seller_tax'
import { trimPercent } from '#app/billing/domain/tax'
import { customer, inShort, registered, seller, taxOf } from '#tests/billing/domain/taxation/tax_cast'

const plain = seller('DE')
const oss = seller('DE', 'DE:oss')
const overThreshold = { ...plain, isOverEuThreshold: true }
const registeredInFrance = seller('DE', 'FR')
const small = { ...plain, isSmallBusiness: true }
const worldwide = seller(
  'DE',
  'DE:oss',
  'GB',
  'NO:consumers',
  'CH',
  'CA',
  'CA-QC',
  'US-TX',
  'US-CT',
  'US-OH',
  'US-CA'
)
const american = seller('US', 'US-TX', 'US-NY', 'EU:oss')
const canadian = seller('CA', 'CA-QC')

const certificate = (country: string, region: string | null = null, validUntil: string | null = null) => [
  { country, region, certificate: 'C-1', validFrom: '2025-01-01', validUntil },
]

type Row = [
  name: string,
  from: SellerTax | null,
  to: CustomerTax,
  expected: string,
  sale?: { on?: string; productKind?: string | null },
]

const rows: Row[] = [
  // No profile: what the rate table says, as before a tenant has set up its taxes.
  ['no profile, the rate of the country', null, customer('DE'), 'DE 19 S rate'],
  ['no profile, the day before a change', null, customer('DE'), 'DE 19 S rate', { on: '2020-06-30' }],
  ['no profile, the day of a change', null, customer('DE'), 'DE 16 S rate', { on: '2020-07-01' }],
  ['no profile, the last day of a lowered rate', null, customer('DE'), 'DE 16 S rate', { on: '2020-12-31' }],
  ['no profile, back to the old rate', null, customer('DE'), 'DE 19 S rate', { on: '2021-01-01' }],
  ['no profile, a rate with decimals', null, customer('CH'), 'CH 8.1 S rate'],
  ['no profile, before the first rate', null, customer('NO'), 'NO 0 O no_rate', { on: '2004-12-31' }],
  ['no profile, a country without rate', null, customer('JP'), 'JP 0 O no_rate'],
  ['no profile, no country yet', null, customer(''), 'null 0 O no_country'],
  // At home.
  ['home, consumer', plain, customer('DE'), 'DE 19 S rate'],
  ['home, company without id', plain, customer('DE', { kind: 'company' }), 'DE 19 S rate'],
  ['home, confirmed id: domestic rate all the same', plain, customer('DE', { taxId: 'DE' }), 'DE 19 S rate'],
  ['home, no country yet', plain, customer(''), 'null 0 O no_country'],
  ['home, small business', small, customer('DE'), 'DE 0 E small_business'],
  ['small business, consumer of a member state', small, customer('FR'), 'FR 0 E small_business'],
  ['small business with OSS, consumer of a member state', { ...small, registrations: registered('DE:oss') }, customer('FR'), 'FR 20 S rate'],
  ['small business, customer outside', small, customer('JP'), 'JP 0 O not_registered'],
  // Consumers of other member states.
  ['EU consumer, under the threshold: home rate', plain, customer('FR'), 'DE 19 S rate'],
  ['EU consumer, over the threshold', overThreshold, customer('FR'), 'FR 20 S rate'],
  ['EU consumer, OSS', oss, customer('FR'), 'FR 20 S rate'],
  ['EU consumer, OSS, rate of Finland', oss, customer('FI'), 'FI 25.5 S rate'],
  ['EU consumer, OSS, the day before Finland raised it', oss, customer('FI'), 'FI 24 S rate', { on: '2024-08-31' }],
  ['EU consumer, OSS, Estonia', oss, customer('EE'), 'EE 24 S rate'],
  ['EU consumer, OSS, Estonia before July 2025', oss, customer('EE'), 'EE 22 S rate', { on: '2025-06-30' }],
  ['EU consumer, OSS, Romania before August 2025', oss, customer('RO'), 'RO 19 S rate', { on: '2025-07-31' }],
  ['EU consumer, OSS, Slovakia', oss, customer('SK'), 'SK 23 S rate'],
  ['EU consumer, OSS, Luxembourg in 2023', oss, customer('LU'), 'LU 16 S rate', { on: '2023-06-01' }],
  ['EU consumer, OSS not yet begun', { ...plain, registrations: [{ ...registered('DE:oss')[0]!, validFrom: '2026-04-01' }] }, customer('FR'), 'DE 19 S rate'],
  ['EU consumer, OSS ended today', { ...plain, registrations: [{ ...registered('DE:oss')[0]!, validUntil: '2026-03-01' }] }, customer('FR'), 'DE 19 S rate'],
  ['EU consumer, registered in that country', registeredInFrance, customer('FR'), 'FR 20 S rate'],
  ['EU consumer, registered in another', registeredInFrance, customer('IT'), 'DE 19 S rate'],
  // Businesses of other member states.
  ['EU business, confirmed id', plain, customer('IT', { taxId: 'IT' }), 'IT 0 AE reverse_charge'],
  ['EU business, confirmed id, seller with OSS', oss, customer('IT', { taxId: 'IT' }), 'IT 0 AE reverse_charge'],
  ['EU business, confirmed id, seller registered there', registeredInFrance, customer('FR', { taxId: 'FR' }), 'FR 0 AE reverse_charge'],
  ['EU business, id not confirmed', oss, customer('IT', { kind: 'company' }), 'IT 22 S rate'],
  ['EU business, id of another country than the address', oss, customer('IT', { taxId: 'FR' }), 'IT 22 S rate'],
  ['a person with a confirmed id is a business', oss, customer('IT', { taxId: 'IT', kind: 'person' }), 'IT 0 AE reverse_charge'],
  ['Greek id', oss, customer('GR', { taxId: 'GR' }), 'GR 0 AE reverse_charge'],
  // Special territories.
  ['Canary Islands', oss, customer('ES 35001'), 'IC 0 O not_registered'],
  ['Canary Islands, registered for IGIC', seller('DE', 'IC'), customer('ES 38400'), 'IC 7 S rate'],
  ['Ceuta', oss, customer('ES 51001'), 'EA 0 O not_registered'],
  ['Madrid', oss, customer('ES 28001'), 'ES 21 S rate'],
  ['Åland by postal code', oss, customer('FI 22100'), 'AX 0 O not_registered'],
  ['Åland by country', oss, customer('AX 22100'), 'AX 0 O not_registered'],
  ['Büsingen', oss, customer('DE 78266'), 'DE 0 O outside_scope'],
  ['Heligoland', plain, customer('DE 27498'), 'DE 0 O outside_scope'],
  ['Livigno', oss, customer('IT 23041'), 'IT 0 O outside_scope'],
  ['Mount Athos', oss, customer('GR 630 86'), 'GR 0 O outside_scope'],
  ['Réunion', oss, customer('FR 97400'), 'RE 0 O not_registered'],
  ['Monaco is France', oss, customer('MC 98000'), 'FR 20 S rate'],
  ['Monaco, business with a French id', oss, customer('MC 98000', { taxId: 'FR' }), 'FR 0 AE reverse_charge'],
  ['Azores', oss, customer('PT 9500-001'), 'PT 16 S rate'],
  ['Madeira', oss, customer('PT 9000-100'), 'PT 22 S rate'],
  ['Lisbon', oss, customer('PT 1000-001'), 'PT 23 S rate'],
  ['Northern Ireland follows the UK for services', worldwide, customer('GB BT1 1AA'), 'GB 20 S rate'],
  ['Northern Ireland, confirmed id', worldwide, customer('GB BT1 1AA', { taxId: 'GB' }), 'GB 0 O reverse_charge'],
  ['Isle of Man is the UK', worldwide, customer('IM IM1 1AA'), 'GB 20 S rate'],
  ['Liechtenstein is Switzerland', worldwide, customer('LI 9490'), 'CH 8.1 S rate'],
  // Outside the European Union.
  ['UK consumer, not registered', oss, customer('GB'), 'GB 0 O not_registered'],
  ['UK consumer, registered', worldwide, customer('GB'), 'GB 20 S rate'],
  ['UK business', worldwide, customer('GB', { taxId: 'GB' }), 'GB 0 O reverse_charge'],
  ['UK seller, UK business', seller('GB'), customer('GB', { taxId: 'GB' }), 'GB 20 S rate'],
  ['Norway, VOEC, consumer', worldwide, customer('NO'), 'NO 25 S rate'],
  ['Norway, VOEC, business', worldwide, customer('NO', { taxId: 'NO' }), 'NO 0 O reverse_charge'],
  ['Norway, registered in full, business', seller('DE', 'NO'), customer('NO', { taxId: 'NO' }), 'NO 25 S rate'],
  ['Switzerland, registered, consumer', worldwide, customer('CH'), 'CH 8.1 S rate'],
  ['Switzerland, registered, business pays as well', worldwide, customer('CH', { taxId: 'CH' }), 'CH 8.1 S rate'],
  ['Switzerland in 2023', worldwide, customer('CH'), 'CH 7.7 S rate', { on: '2023-12-31' }],
  ['Switzerland, not registered', oss, customer('CH'), 'CH 0 O not_registered'],
  ['rest of the world, consumer', worldwide, customer('JP'), 'JP 0 O not_registered'],
  ['rest of the world, business', worldwide, customer('JP', { taxId: 'JP' }), 'JP 0 O not_registered'],
  ['registered where no rate is known', seller('DE', 'JP'), customer('JP'), 'JP 0 E not_taxable'],
  // United States: nexus is a registration, taxability is a row.
  ['Texas taxes 80 % of hosting', worldwide, customer('US-TX'), 'US 5 S rate'],
  ['Texas by its name', worldwide, customer('US', { region: 'Texas' }), 'US 5 S rate'],
  ['Texas by the ZIP code', worldwide, customer('US 78701'), 'US 5 S rate'],
  ['Connecticut, business', worldwide, customer('US-CT', { kind: 'company' }), 'US 1 S rate'],
  ['Connecticut, person', worldwide, customer('US-CT'), 'US 0 E not_taxable'],
  ['Ohio taxes business use', worldwide, customer('US-OH', { kind: 'company' }), 'US 5.75 S rate'],
  ['Ohio, person', worldwide, customer('US-OH'), 'US 0 E not_taxable'],
  ['California: registered, hosting is not taxed', worldwide, customer('US-CA'), 'US 0 E not_taxable'],
  ['New York taxes software', american, customer('US-NY'), 'US 4 S rate', { productKind: 'software' }],
  ['New York does not tax hosting', american, customer('US-NY'), 'US 0 E not_taxable'],
  ['Hawaii: no nexus', worldwide, customer('US-HI'), 'US 0 O not_registered'],
  ['a state that cannot be told', worldwide, customer('US'), 'US 0 O not_registered'],
  ['a US seller at home without nexus in the state', american, customer('US-WA'), 'US 0 O not_registered'],
  ['a US seller at home with nexus', american, customer('US-TX'), 'US 5 S rate'],
  ['a US seller with OSS, consumer of the EU', american, customer('FR'), 'FR 20 S rate'],
  ['a US seller, business of the EU', american, customer('FR', { taxId: 'FR' }), 'FR 0 AE reverse_charge'],
  ['a US seller without OSS, consumer of the EU', seller('US'), customer('FR'), 'FR 0 O not_registered'],
  // Canada.
  ['Quebec: GST and QST', worldwide, customer('CA-QC'), 'CA 5+9.975 S rate'],
  ['Quebec by the postal code', worldwide, customer('CA H2X 1Y4'), 'CA 5+9.975 S rate'],
  ['Quebec with its accent', worldwide, customer('CA', { region: 'Québec' }), 'CA 5+9.975 S rate'],
  ['Ontario: HST replaces GST', worldwide, customer('CA-ON'), 'CA 13 S rate'],
  ['Nova Scotia', worldwide, customer('CA-NS'), 'CA 14 S rate'],
  ['Nova Scotia before April 2025', worldwide, customer('CA-NS'), 'CA 15 S rate', { on: '2025-03-31' }],
  ['Alberta: GST only', worldwide, customer('CA-AB'), 'CA 5 S rate'],
  ['British Columbia: not registered for its PST', worldwide, customer('CA-BC'), 'CA 5 S rate'],
  ['British Columbia, registered', seller('DE', 'CA', 'CA-BC'), customer('CA-BC'), 'CA 5+7 S rate'],
  ['registered for QST only', seller('DE', 'CA-QC'), customer('CA-QC'), 'CA 9.975 S rate'],
  ['a Canadian seller at home', canadian, customer('CA-QC'), 'CA 5+9.975 S rate'],
  ['Manitoba taxes software, not hosting', seller('DE', 'CA', 'CA-MB'), customer('CA-MB'), 'CA 5 S rate'],
  ['Manitoba, software', seller('DE', 'CA', 'CA-MB'), customer('CA-MB'), 'CA 5+7 S rate', { productKind: 'software' }],
  // Certificates.
  ['exempt at home', plain, customer('DE', { exemptions: certificate('DE') }), 'DE 0 E exempt'],
  ['a certificate of another country does not help', oss, customer('FR', { exemptions: certificate('DE') }), 'FR 20 S rate'],
  ['a certificate that ended today', plain, customer('DE', { exemptions: certificate('DE', null, '2026-03-01') }), 'DE 19 S rate'],
  ['a certificate on its last day', plain, customer('DE', { exemptions: certificate('DE', null, '2026-03-02') }), 'DE 0 E exempt'],
  ['a certificate before it begins', plain, customer('DE', { exemptions: certificate('DE') }), 'DE 19 S rate', { on: '2024-12-31' }],
  ['resale certificate of Texas', worldwide, customer('US-TX', { exemptions: certificate('US', 'TX') }), 'US 0 E exempt'],
  ['certificate of the province only: GST stays', worldwide, customer('CA-QC', { exemptions: certificate('CA', 'QC') }), 'CA 5 S rate'],
  ['certificate of the whole country', worldwide, customer('CA-QC', { exemptions: certificate('CA') }), 'CA 0 E exempt'],
] // prettier-ignore

test.group('decideTax', () => {
  for (const [name, from, to, expected, sale] of rows) {
    test(name, ({ assert }) => {
      assert.equal(inShort(taxOf(from, to, sale)), expected)
    })
  }

  test('says what the law wants said, in the language of the customer', ({ assert }) => {
    const said = (address: string, locale: string, taxId?: string) => {
      const { note, exemptionCode } = taxOf(worldwide, customer(address, { locale, taxId }))
      return [note, exemptionCode]
    }
    assert.deepEqual(said('IT', 'it', 'IT'), ['Inversione contabile', 'VATEX-EU-AE'])
    assert.deepEqual(said('AT', 'de-AT', 'AT'), [
      'Steuerschuldnerschaft des Leistungsempfängers',
      'VATEX-EU-AE',
    ])
    assert.deepEqual(said('IT', 'ja', 'IT'), ['Reverse charge', 'VATEX-EU-AE'])
    assert.deepEqual(said('JP', 'en'), ['Not subject to EU VAT', 'VATEX-EU-O'])
    assert.deepEqual(said('FR', 'fr'), [null, null])
    assert.isNull(taxOf(american, customer('JP')).exemptionCode)
    assert.include(taxOf(plain, customer('DE', { exemptions: certificate('DE') })).note!, 'C-1')
    assert.equal(taxOf({ ...small, smallBusinessNote: '§ 19 UStG' }, customer('DE')).note, '§ 19 UStG')
  })

  test('names each tax and whom it is owed to', ({ assert }) => {
    const { components, name, percent, region } = taxOf(worldwide, customer('CA-QC'))
    assert.deepEqual(
      components.map(({ jurisdiction }) => jurisdiction),
      ['CA', 'CA-QC']
    )
    assert.deepEqual([name, percent, region], ['GST + QST', '14.975', 'QC'])
  })

  test('percentages lose their idle zeros only', ({ assert }) => {
    assert.deepEqual(['19.0000', '8.1000', '100', '20', '0.0000'].map(trimPercent), [
      '19',
      '8.1',
      '100',
      '20',
      '0',
    ])
  })
})
