import { computed, onMounted, onUnmounted, ref } from 'vue'
import type { GatewayPage, Payment } from '~/components/payments/types'

/** A question to us alone: whether the gateway is asked as well is decided there, for all pages that look. */
const askEveryMs = 4_000

/**
 * Follows a payment by coins: what the gateway has seen of it, and how long its price still holds. It says no more than the books do.
 */
export function useCoinPayment(first: GatewayPage, statusUrl: () => string, onPaid: () => void) {
  const page = ref(first)
  const payment = ref<Payment | null>(null)
  const secondsLeft = ref(leftOf(first))
  let asking: ReturnType<typeof setInterval> | undefined
  let counting: ReturnType<typeof setInterval> | undefined

  const state = computed<'waiting' | 'seen' | 'run_out'>(() => {
    const status = payment.value?.status ?? 'created'
    if (['processing', 'unknown', 'authorised', 'succeeded'].includes(status)) return 'seen'
    if (status === 'cancelled' || status === 'failed') return 'run_out'
    return secondsLeft.value !== null && secondsLeft.value <= 0 ? 'run_out' : 'waiting'
  })

  async function ask(): Promise<void> {
    if (document.hidden) return
    const answer = await fetch(statusUrl(), { headers: { accept: 'application/json' } }).catch(() => null)
    if (!answer?.ok) return
    const { data } = (await answer.json()) as { data: { payment: Payment; page: GatewayPage | null } }
    payment.value = data.payment
    if (data.page && data.page.coins.length > 0) page.value = data.page
    if (data.payment.status === 'succeeded') {
      stop()
      onPaid()
    }
  }

  function count(): void {
    secondsLeft.value = leftOf(page.value)
  }

  function stop(): void {
    clearInterval(asking)
    clearInterval(counting)
  }

  onMounted(() => {
    void ask()
    asking = setInterval(() => void ask(), askEveryMs)
    counting = setInterval(count, 1_000)
    document.addEventListener('visibilitychange', ask)
  })
  onUnmounted(() => {
    stop()
    document.removeEventListener('visibilitychange', ask)
  })

  return { page, payment, state, secondsLeft }
}

/** By the world's clock: a price in coins knows no other. */
function leftOf({ expires_at: expiresAt }: GatewayPage): number | null {
  return expiresAt === null ? null : Math.max(0, Math.ceil((Date.parse(expiresAt) - Date.now()) / 1_000))
}
