import { toDecimalText, toMinorUnits } from '~/composables/minor_units'

/** How unpaid invoices are followed up, as the API writes it. */
export interface Dunning {
  collection_days: number[]
  suspension_days: number
  termination_days: number
  suspension_notice_days: number[]
  termination_notice_days: number[]
  late_fee: WireFee | null
}

interface WireFee {
  kind: 'fixed' | 'percent'
  after_days: number
  is_taxed: boolean
  amounts: Record<string, string>
  percent: string | null
  minimum: Record<string, string>
  maximum: Record<string, string>
}

export interface Example {
  due_on: string
  steps: { day: number; on: string; kind: string; announces: 'suspension' | 'termination' | null }[]
}

export type StepKind =
  'charge' | 'notice_suspension' | 'notice_termination' | 'late_fee' | 'suspension' | 'termination'

/** One point on the line of days after the due date. */
export interface Step {
  key: number
  kind: StepKind
  day: number
}

/** A late fee as fields hold it: decimals as text. */
export interface FeeFields {
  kind: 'none' | 'fixed' | 'percent'
  is_taxed: boolean
  amounts: Record<string, string>
  percent: string
  minimum: Record<string, string>
  maximum: Record<string, string>
}

export interface DunningForm {
  steps: Step[]
  fee: FeeFields
}

export const stepsMax = 20
const feeDay = 10

export const lanes: { lane: 'charge' | 'notice' | 'late_fee' | 'stop'; icon: string; kinds: StepKind[] }[] = [
  { lane: 'charge', icon: 'i-lucide-credit-card', kinds: ['charge'] },
  { lane: 'notice', icon: 'i-lucide-mail', kinds: ['notice_suspension', 'notice_termination'] },
  { lane: 'late_fee', icon: 'i-lucide-coins', kinds: ['late_fee'] },
  { lane: 'stop', icon: 'i-lucide-octagon-pause', kinds: ['suspension', 'termination'] },
]

export const icons: Record<StepKind, string> = {
  charge: 'i-lucide-credit-card',
  notice_suspension: 'i-lucide-mail',
  notice_termination: 'i-lucide-mail-warning',
  late_fee: 'i-lucide-coins',
  suspension: 'i-lucide-octagon-pause',
  termination: 'i-lucide-trash-2',
}

/** The field of the API that a step is written to: where complaints about it come back. */
export const fieldOf: Record<StepKind, keyof Dunning> = {
  charge: 'collection_days',
  notice_suspension: 'suspension_notice_days',
  notice_termination: 'termination_notice_days',
  late_fee: 'late_fee',
  suspension: 'suspension_days',
  termination: 'termination_days',
}

let lastKey = 0

export function newStep(kind: StepKind, day: number): Step {
  lastKey += 1
  return { key: lastKey, kind, day }
}

export function isRemovable({ kind }: Pick<Step, 'kind'>): boolean {
  return kind !== 'suspension' && kind !== 'termination'
}

export function inOrder(steps: readonly Step[]): Step[] {
  return [...steps].sort((a, b) => a.day - b.day || a.key - b.key)
}

export function toForm(dunning: Dunning): DunningForm {
  const { suspension_days: suspension, termination_days: termination, late_fee: fee } = dunning
  return {
    steps: [
      ...dunning.collection_days.map((day) => newStep('charge', day)),
      ...dunning.suspension_notice_days.map((days) => newStep('notice_suspension', suspension - days)),
      ...dunning.termination_notice_days.map((days) => newStep('notice_termination', termination - days)),
      ...(fee ? [newStep('late_fee', fee.after_days)] : []),
      newStep('suspension', suspension),
      newStep('termination', termination),
    ],
    fee: {
      kind: fee?.kind ?? 'none',
      is_taxed: fee?.is_taxed ?? false,
      amounts: toTexts(fee?.amounts),
      percent: fee?.percent ?? '',
      minimum: toTexts(fee?.minimum),
      maximum: toTexts(fee?.maximum),
    },
  }
}

export function toDunning({ steps, fee }: DunningForm): Dunning {
  const daysOf = (kind: StepKind) => steps.filter((step) => step.kind === kind).map(({ day }) => day)
  const [suspension = 0] = daysOf('suspension')
  const [termination = 0] = daysOf('termination')
  return {
    collection_days: daysOf('charge'),
    suspension_days: suspension,
    termination_days: termination,
    suspension_notice_days: daysOf('notice_suspension').map((day) => suspension - day),
    termination_notice_days: daysOf('notice_termination').map((day) => termination - day),
    late_fee: toFee(fee, daysOf('late_fee')[0] ?? feeDay),
  }
}

/** What a notice announces keeps its notices at the same distance. */
export function moved(steps: readonly Step[], key: number, day: number): Step[] {
  const target = steps.find((step) => step.key === key)
  if (!target) return [...steps]
  const to = Math.max(0, Math.min(730, Math.round(day)))
  const follower: StepKind | null =
    target.kind === 'suspension'
      ? 'notice_suspension'
      : target.kind === 'termination'
        ? 'notice_termination'
        : null
  return steps.map((step) => {
    if (step.key === key) return { ...step, day: to }
    return step.kind === follower ? { ...step, day: Math.max(0, step.day + to - target.day) } : step
  })
}

function toFee(fee: FeeFields, afterDays: number): WireFee | null {
  if (fee.kind === 'none') return null
  return {
    kind: fee.kind,
    after_days: afterDays,
    is_taxed: fee.is_taxed,
    amounts: toAmounts(fee.amounts),
    percent: fee.kind === 'percent' ? fee.percent.replace(',', '.').trim() : null,
    minimum: toAmounts(fee.minimum),
    maximum: toAmounts(fee.maximum),
  }
}

function toTexts(amounts: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([currency, amount]) => [currency, toDecimalText(amount, currency)])
  )
}

/** What cannot be read goes along as it is, so that the server names the mistake. */
function toAmounts(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts)
      .filter(([, text]) => text.trim() !== '')
      .map(([currency, text]) => [currency, toMinorUnits(text, currency) ?? text])
  )
}
