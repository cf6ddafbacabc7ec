import vine from '@vinejs/vine'
import type { LateFee } from '#app/billing/domain/late_fee'
import type { PolicyName } from '#app/billing/domain/policies'
import { daysMax } from '#app/billing/domain/policy_rules'
import type { PolicyWish } from '#app/billing/domain/policy_change'

const number = () => vine.number().withoutDecimals().nullable().optional()
const word = () => vine.string().maxLength(40).nullable().optional()
const days = () => vine.array(vine.number().withoutDecimals()).maxLength(daysMax).nullable().optional()
const amounts = () => vine.record(vine.string().maxLength(20)).optional()

/** What may be is decided by `findTimelineProblems`, which answers with the name of each policy. Null is the default. */
const dunningFields = () => ({
  collection_days: days(),
  suspension_days: number(),
  termination_days: number(),
  suspension_notice_days: days(),
  termination_notice_days: days(),
  late_fee: vine
    .object({
      kind: vine.enum(['fixed', 'percent'] as const),
      after_days: vine.number().withoutDecimals(),
      is_taxed: vine.boolean(),
      /** Minor units as digits, by currency. */
      amounts: amounts(),
      percent: vine.string().maxLength(10).nullable().optional(),
      minimum: amounts(),
      maximum: amounts(),
    })
    .nullable()
    .optional(),
})

const policyFields = () => ({
  ...dunningFields(),
  invoice_lead_days: number(),
  invoice_grouping: word(),
  summary_day: number(),
  new_services: word(),
  collection_hour: number(),
  tax_rounding: word(),
  proration: word(),
  upgrade: word(),
  downgrade: word(),
  change_payment_days: number(),
  price_notice_days: number(),
  hand_over_days: number(),
  disputed_services: word(),
  lost_disputes: word(),
  risky_orders: word(),
})

const version = (min: number) => vine.number().withoutDecimals().min(min)

export const changedPoliciesForm = vine.create({ version: version(1), ...policyFields() })
export const policyPreviewForm = vine.create(policyFields())
export const groupDunningForm = vine.create({
  version: version(0),
  policy: vine.object(dunningFields()).nullable(),
})

type Form = Record<string, unknown>

/** The form in the words of the domain; what is not a policy is left out. */
export function readWish(form: Form): PolicyWish {
  const { version: _, late_fee: lateFee, ...fields } = form
  const wish = Object.fromEntries(Object.entries(fields).map(([name, value]) => [toCamel(name), value]))
  return lateFee === undefined ? wish : { ...wish, lateFee: readLateFee(lateFee as WrittenFee | null) }
}

interface WrittenFee {
  kind: LateFee['kind']
  after_days: number
  is_taxed: boolean
  amounts?: Record<string, string>
  percent?: string | null
  minimum?: Record<string, string>
  maximum?: Record<string, string>
}

function readLateFee(fee: WrittenFee | null): LateFee | null {
  if (!fee) return null
  const common = { afterDays: fee.after_days, isTaxed: fee.is_taxed }
  if (fee.kind === 'fixed') return { ...common, kind: 'fixed', amounts: fee.amounts ?? {} }
  const { percent, minimum = {}, maximum = {} } = fee
  return { ...common, kind: 'percent', percent: percent ?? '', minimum, maximum }
}

export function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function toCamel(name: string): PolicyName {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as PolicyName
}
