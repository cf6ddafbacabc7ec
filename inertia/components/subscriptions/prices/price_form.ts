import { toExactDecimal, toExactMinorUnits } from '~/components/subscriptions/prices/decimal_amounts'
import type { PriceModel, PriceVersion, Scale } from '~/components/subscriptions/prices/types'
import { toDecimalText, toMinorUnits } from '~/composables/minor_units'

export interface TierRow {
  upTo: string
  unit: string
  flat: string
}

/** What the editor holds, as it is typed. */
export interface PriceForm {
  isTiered: boolean
  isHourly: boolean
  hour: string
  month: string
  amount: string
  setup: string
  validFrom: string
  model: PriceModel
  rows: TierRow[]
  packageSize: string
  freeUnits: string
  minimum: string
}

export function formOf(
  version: PriceVersion | undefined,
  { currency, today, isHourly }: { currency: string; today: string; isHourly: boolean }
): PriceForm {
  const decimal = (amount: string) => (amount === '0' ? '' : toDecimalText(amount, currency))
  const scale = version?.tiered
  return {
    isTiered: Boolean(scale),
    isHourly,
    hour: version?.hourly ? toExactDecimal(version.hourly.hour_amount, currency) : '',
    month: version?.hourly ? toDecimalText(version.hourly.month_at_most, currency) : '',
    amount: version ? toDecimalText(version.amount.amount, currency) : '',
    setup: version ? decimal(version.setup.amount) : '',
    validFrom: today,
    model: scale?.model ?? 'graduated',
    rows: scale?.tiers.map((tier) => ({
      upTo: tier.up_to ?? '',
      unit: toExactDecimal(tier.unit_amount, currency),
      flat: decimal(tier.flat_amount),
    })) ?? [{ upTo: '10', unit: '', flat: '' }, { upTo: '', unit: '', flat: '' }],
    packageSize: scale?.package_size ?? '1',
    freeUnits: scale?.free_units ?? '0',
    minimum: scale ? decimal(scale.minimum_amount) : '',
  } // prettier-ignore
}

type Read<T> = { value: T; faults: string[] }

/** The fields as the API takes them, and the names of those that are no amounts or numbers. */
export function readScale(form: PriceForm, currency: string): Read<Scale> {
  const faults: string[] = []
  const amount = (text: string, field: string) =>
    orFault(toMinorUnits(text.trim() || '0', currency), field, faults)
  const whole = (text: string, field: string) =>
    orFault(/^\d{1,12}$/.test(text.trim()) ? text.trim() : null, field, faults)
  const tiers = form.rows.map((row, index) => ({
    up_to: index === form.rows.length - 1 ? null : whole(row.upTo, `tiered.tiers.${index}.up_to`),
    unit_amount: orFault(toExactMinorUnits(row.unit, currency), `tiered.tiers.${index}.unit_amount`, faults),
    flat_amount: amount(row.flat, `tiered.tiers.${index}.flat_amount`),
  }))
  const isPackage = form.model === 'package'
  return {
    value: {
      model: form.model,
      tiers,
      package_size: isPackage ? whole(form.packageSize, 'tiered.package_size') : '1',
      free_units: whole(form.freeUnits || '0', 'tiered.free_units'),
      minimum_amount: amount(form.minimum, 'tiered.minimum_amount'),
    },
    faults,
  }
}

/** The body of a new version. */
export function readPrice(form: PriceForm, currency: string): Read<Record<string, unknown>> {
  const faults: string[] = []
  const setup_amount = orFault(toMinorUnits(form.setup.trim() || '0', currency), 'setup_amount', faults)
  const rest = { currency, setup_amount, valid_from: form.validFrom }
  if (form.isTiered) {
    const scale = readScale(form, currency)
    return { value: { ...rest, tiered: scale.value }, faults: [...faults, ...scale.faults] }
  }
  if (form.isHourly) {
    const hour_amount = orFault(toExactMinorUnits(form.hour, currency), 'hourly.hour_amount', faults)
    const most = form.month.trim()
    const month_at_most = most ? orFault(toMinorUnits(most, currency), 'hourly.month_at_most', faults) : null
    return { value: { ...rest, hourly: { hour_amount, month_at_most } }, faults }
  }
  const amount = orFault(toMinorUnits(form.amount, currency), 'amount', faults)
  return { value: { ...rest, amount }, faults }
}

function orFault(value: string | null, field: string, faults: string[]): string {
  if (value === null) faults.push(field)
  return value ?? '0'
}
