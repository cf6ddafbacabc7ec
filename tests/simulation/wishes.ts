import { showId } from '#app/shared/ids'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'

export interface Home {
  country: string
  currency: string
  city: string
  postal_code: string
  street: string
  region?: string
}

const home = (country: string, currency: string, city: string, postalCode: string): Home => ({
  country,
  currency,
  city,
  postal_code: postalCode,
  street: 'Main Street 1',
})

/** Germany twice: most customers of a German company are there. */
export const homes: Home[] = [
  home('DE', 'EUR', 'Berlin', '10115'),
  home('DE', 'EUR', 'Köln', '50667'),
  home('AT', 'EUR', 'Wien', '1010'),
  home('FR', 'EUR', 'Paris', '75001'),
  home('GB', 'GBP', 'London', 'SW1A 1AA'),
  { ...home('US', 'USD', 'Portland', '97201'), region: 'OR' },
]

/** Test cards of the gateway: most work, some fail at once, later, or ask who is there. */
export const cards = [
  [70, 'pm_card_visa'],
  [10, 'pm_card_mastercard'],
  [5, 'pm_card_chargeCustomerFail'],
  [5, 'pm_card_authenticationRequired'],
  [4, 'pm_card_authenticationRequiredOnSetup'],
  [3, 'pm_card_visa_chargeDeclinedInsufficientFunds'],
  [2, 'pm_card_visa_chargeDeclinedLostCard'],
  [1, 'pm_card_authenticationRequiredSetupForOffSession'],
] as const

export const coupons = [
  { code: 'WELCOME20', name: 'Welcome', benefit: { kind: 'percent', percent: '20' }, periods: 3 },
  { code: 'FOREVER', name: 'Friends', benefit: { kind: 'fixed', amounts: { EUR: '150', USD: '160', GBP: '130' } } },
  { code: 'HALF', name: 'Half price', benefit: { kind: 'percent', percent: '50' }, periods: 2, is_exclusive: true },
  { code: 'FREEMONTH', name: 'A month free', benefit: { kind: 'free_months', months: 1 } },
  { code: 'THIRD', name: 'A third', benefit: { kind: 'percent', percent: '33.33' } },
] // prettier-ignore

const intervals: [number, { unit: 'month' | 'year'; count: number }][] = [
  [8, { unit: 'month', count: 1 }],
  [2, { unit: 'year', count: 1 }],
]

/** What somebody puts into a cart. */
export async function wishFor(company: Company, chance: Chance, name: string): Promise<object> {
  const items = Array.from({ length: chance.happens(0.15) ? 2 : 1 }, (_, index) => ({
    index,
    interval: chance.weighted(intervals),
    options: {
      location: chance.pick(['fra', 'nyc']),
      ...(chance.happens(0.3) ? { ipv4: chance.whole(1, 3) } : {}),
      ...(chance.happens(0.3) ? { backups: true } : {}),
    },
    position: chance.weighted([[4, 0], [4, 1], [2, 2], [1, 3]]), // prettier-ignore
  }))
  const codes = chance.happens(0.4) ? [chance.pick(coupons).code] : []
  const more = codes.length > 0 && chance.happens(0.3) ? [chance.pick(coupons).code] : []
  const isTried = items.length === 1 && chance.happens(0.3)
  const plans = await listPlans(company)
  return {
    items: items.map(({ index, position, ...item }) => ({
      ...item,
      ...(isTried && position < 2 ? { trial: true } : {}),
      plan_id: plans[position],
      hostname: `${name}-${index}-${chance.whole(1, 9999)}.example.test`,
    })),
    coupons: [...new Set([...codes, ...more])],
  }
}

/** What somebody wants to have otherwise. */
export async function changeFor(company: Company, chance: Chance): Promise<object> {
  const plans = await listPlans(company)
  return chance.weighted<() => object>([
    [5, () => ({ plan_id: chance.pick(plans) })],
    [3, () => ({ options: { ipv4: chance.whole(0, 3), backups: chance.happens(0.5) } })],
    [2, () => ({ interval: chance.weighted(intervals) })],
    [1, () => ({ plan_id: chance.pick(plans), interval: chance.weighted(intervals) })],
  ])()
}

const plansOf = new WeakMap<Company, string[]>()

async function listPlans(company: Company): Promise<string[]> {
  const known = plansOf.get(company)
  if (known) return known
  const { rows } = await company.watch.query<{ id: string }>('select id from plans order by position')
  const plans = rows.map(({ id }) => showId('plan', id))
  plansOf.set(company, plans)
  return plans
}
