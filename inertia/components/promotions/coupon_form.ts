import type { Benefit, BenefitKind, Coupon } from '~/components/promotions/coupon'
import { toDecimalText, toMinorUnits } from '~/composables/minor_units'

/** A benefit as fields hold it: all texts. */
export interface BenefitFields {
  kind: BenefitKind
  percent: string
  months: string
  /** By currency, as decimals. */
  amounts: Record<string, string>
}

export interface CouponFields {
  code: string
  name: string
  benefit: BenefitFields
  variants: { key: string; weight: string; benefit: BenefitFields }[]
  duration: 'once' | 'repeating' | 'forever'
  periods: string
  limit_total: string
  limit_per_customer: string
  plan_ids: string[]
  intervals: string[]
  countries: string
  minimum_amounts: Record<string, string>
  is_for_new_customers: boolean
  starts_at: string
  ends_at: string
  position: string
  is_exclusive: boolean
}

export function toBenefitFields(benefit: Benefit | null): BenefitFields {
  return {
    kind: benefit?.kind ?? 'percent',
    percent: benefit?.percent ?? '',
    months: benefit?.months?.toString() ?? '1',
    amounts: toDecimals(benefit?.amounts ?? {}),
  }
}

export function toFields(coupon: Coupon | null): CouponFields {
  const periods = coupon ? coupon.periods : 1
  return {
    code: coupon?.code ?? '',
    name: coupon?.name ?? '',
    benefit: toBenefitFields(coupon?.benefit ?? null),
    variants: (coupon?.variants ?? []).map((variant) => ({
      key: variant.key,
      weight: String(variant.weight),
      benefit: toBenefitFields(variant.benefit),
    })),
    duration: periods === null ? 'forever' : periods === 1 ? 'once' : 'repeating',
    periods: periods && periods > 1 ? String(periods) : '3',
    limit_total: coupon?.limit_total?.toString() ?? '',
    limit_per_customer: coupon ? (coupon.limit_per_customer?.toString() ?? '') : '1',
    plan_ids: coupon?.plan_ids ?? [],
    intervals: coupon?.intervals ?? [],
    countries: coupon?.countries?.join(', ') ?? '',
    minimum_amounts: toDecimals(coupon?.minimum_amounts ?? {}),
    is_for_new_customers: coupon?.is_for_new_customers ?? false,
    starts_at: toLocalTime(coupon?.starts_at ?? null),
    ends_at: toLocalTime(coupon?.ends_at ?? null),
    position: String(coupon?.position ?? 100),
    is_exclusive: coupon?.is_exclusive ?? false,
  }
}

/** What the API takes. A field that is no number goes along as it is: the API says what is wrong with it. */
export function toBody(fields: CouponFields) {
  const { benefit, duration } = fields
  const minimum = toMinor(fields.minimum_amounts)
  return {
    name: fields.name,
    benefit: toBenefit(benefit),
    variants: fields.variants.map(({ key, weight, benefit: side }) => ({
      key,
      weight: Number(weight),
      benefit: toBenefit(side),
    })),
    periods: duration === 'forever' ? null : duration === 'once' ? 1 : Number(fields.periods),
    limit_total: numberOrNull(fields.limit_total),
    limit_per_customer: numberOrNull(fields.limit_per_customer),
    plan_ids: fields.plan_ids.length > 0 ? fields.plan_ids : null,
    intervals: fields.intervals.length > 0 ? fields.intervals : null,
    countries: toCountries(fields.countries),
    minimum_amounts: Object.keys(minimum).length > 0 ? minimum : null,
    is_for_new_customers: fields.is_for_new_customers,
    starts_at: toInstant(fields.starts_at),
    ends_at: toInstant(fields.ends_at),
    position: Number(fields.position),
    is_exclusive: fields.is_exclusive,
  }
}

function toBenefit({ kind, percent, months, amounts }: BenefitFields): Benefit {
  if (kind === 'percent') return { kind, percent: percent.replace(',', '.').trim() }
  if (kind === 'fixed') return { kind, amounts: toMinor(amounts) }
  return kind === 'free_months' ? { kind, months: Number(months) } : { kind }
}

function toMinor(amounts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts)
      .filter(([, text]) => text.trim() !== '')
      .map(([currency, text]) => [currency, toMinorUnits(text, currency) ?? text])
  )
}

function toDecimals(amounts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([currency, amount]) => [currency, toDecimalText(amount, currency)])
  )
}

function numberOrNull(text: string): number | null {
  return String(text).trim() === '' ? null : Number(text)
}

function toCountries(text: string): string[] | null {
  const codes = text.split(/[\s,;]+/).filter((code) => code !== '')
  return codes.length > 0 ? codes.map((code) => code.toUpperCase()) : null
}

/** `datetime-local` has no zone: it is the browser's. */
function toLocalTime(instant: string | null): string {
  if (!instant) return ''
  const date = new Date(instant)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function toInstant(text: string): string | null {
  return text ? new Date(text).toISOString() : null
}
