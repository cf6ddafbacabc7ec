import { computed } from 'vue'
import { useFormat } from '~/composables/use_format'
import type { Step } from '~/components/ui/step_list.vue'
import type { Translate } from '~/i18n/use_translation'

export type OrderStatus =
  'reserving' | 'awaiting_payment' | 'in_review' | 'provisioning' | 'completed' | 'failed' | 'cancelled'

interface Known {
  status: OrderStatus
  failure: string | null
  paymentStatus: string | null
  progress: { steps: { name: string; status: string }[] }[]
  /** The free days it begins with: then a payment method is saved instead of paying, or nothing is asked for. */
  trial: { needs_payment_method: boolean; first_charge_on: string } | null
}

const places: Record<string, number> = {
  reserving: 0,
  awaiting_payment: 1,
  in_review: 1,
  provisioning: 2,
  completed: 4,
}

/** The four steps of an order as they stand, from its state and how far its servers are. */
export function useOrderSteps(known: () => Known, t: Translate) {
  const { date } = useFormat()
  return computed<Step[]>(() => {
    const { status, progress, trial } = known()
    const names = ['reserve', 'pay', 'build', 'finish'] as const
    const at = places[status] ?? placeOfFailure(known())
    const steps = names.map((name, index) => {
      const state = stateOf(index, at, known())
      const isOpen = state === 'running' || state === 'waiting'
      const ofTrial = trial && wordsOfTrial(name, t, date(trial.first_charge_on))
      return {
        key: name,
        title:
          ofTrial?.[state === 'done' ? 'done' : 'title'] ??
          t(`orders.${name}.${state === 'done' ? wordOfEnd(name, known()) : 'title'}`),
        status: state,
        text: isOpen ? (ofTrial?.text ?? textOf(wordsFor(name, status), progress, t)) : null,
      }
    })
    return trial && !trial.needs_payment_method ? steps.filter(({ key }) => key !== 'pay') : steps
  })
}

/** Coins are taken at once, everything else when the server runs. */
function wordOfEnd(name: string, { paymentStatus }: Known): string {
  return name === 'pay' && paymentStatus === 'succeeded' ? 'paid' : 'done'
}

/** A payment that is being looked at is said to be, and is not asked for once more. */
function wordsFor(name: string, status: OrderStatus): string {
  return name === 'pay' && status === 'in_review' ? 'review' : name
}

/** What is said otherwise of an order that begins with free days. */
function wordsOfTrial(
  name: string,
  t: Translate,
  date: string
): { title?: string; done?: string; text?: string } | null {
  if (name === 'pay') {
    return {
      title: t('checkout.trial.method_title'),
      done: t('checkout.trial.method_done'),
      text: t('checkout.trial.method_text', { date }),
    }
  }
  return name === 'finish' ? { text: t('checkout.trial.finish_text') } : null
}

/** A failed order stopped somewhere: while reserving, waiting for money, or building. */
function placeOfFailure({ failure }: Known): number {
  if (failure === 'capacity_refused') return 0
  return failure === 'creation_failed' ? 2 : 1
}

function stateOf(index: number, at: number, { status, paymentStatus }: Known): Step['status'] {
  if (index < at) return 'done'
  if (index > at) return 'pending'
  if (status === 'failed' || status === 'cancelled') return 'failed'
  if (index === 1) return paymentStatus === 'processing' ? 'running' : 'waiting'
  return 'running'
}

function textOf(name: string, progress: Known['progress'], t: Translate): string {
  if (name !== 'build') return t(`orders.${name}.text`)
  const current = progress
    .flatMap((line) => line.steps)
    .find((step) => ['running', 'waiting', 'pending'].includes(step.status))
  return current ? `${t(`orders.steps.${current.name}`)} …` : t('orders.build.text')
}
