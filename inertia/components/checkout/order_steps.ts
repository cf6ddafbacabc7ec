import { computed } from 'vue'
import type { Step } from '~/components/ui/step_list.vue'
import type { Translate } from '~/i18n/use_translation'

export type OrderStatus =
  'reserving' | 'awaiting_payment' | 'provisioning' | 'completed' | 'failed' | 'cancelled'

interface Known {
  status: OrderStatus
  failure: string | null
  paymentStatus: string | null
  progress: { steps: { name: string; status: string }[] }[]
}

const places: Record<string, number> = { reserving: 0, awaiting_payment: 1, provisioning: 2, completed: 4 }

/** The four steps of an order as they stand, from its state and how far its servers are. */
export function useOrderSteps(known: () => Known, t: Translate) {
  return computed<Step[]>(() => {
    const { status, progress } = known()
    const names = ['reserve', 'pay', 'build', 'finish'] as const
    const at = places[status] ?? placeOfFailure(known())
    return names.map((name, index) => {
      const state = stateOf(index, at, known())
      return {
        key: name,
        title: t(`checkout.order.${name}.${state === 'done' ? 'done' : 'title'}`),
        status: state,
        text: state === 'running' || state === 'waiting' ? textOf(name, progress, t) : null,
      }
    })
  })
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
  if (name !== 'build') return t(`checkout.order.${name}.text`)
  const current = progress
    .flatMap((line) => line.steps)
    .find((step) => ['running', 'waiting', 'pending'].includes(step.status))
  return current ? `${t(`checkout.order.steps.${current.name}`)} …` : t('checkout.order.build.text')
}
