import { router } from '@inertiajs/vue3'
import { computed, ref, watch } from 'vue'
import { formDriver } from '~/components/payments/drivers/registry'
import type { BrowserForm, Payment, PaymentMethod } from '~/components/payments/types'
import { newRequestKey } from '~/composables/request_key'
import { postJson } from '~/composables/post_json'
import { useTranslation } from '~/i18n/use_translation'

/** The choice that stands for a card that is not saved yet. */
export const newCard = 'new'

interface Begun {
  payment: Payment | null
  form: BrowserForm | null
}

/**
 * Begins a payment by a saved card or the gateway's form, and goes on with what the answer asks for: a card, the bank, or nothing any more.
 * Each choice has a key of its own, so that a second click gets the payment that the first one began.
 */
export function useCardPayment(methods: () => PaymentMethod[], choice: () => unknown) {
  const { t, has } = useTranslation()
  const chosen = ref(methods()[0]?.id ?? newCard)
  const keepsCard = ref(true)
  const isSending = ref(false)
  const problem = ref<string | null>(null)
  const errors = ref<Record<string, string>>({})
  const form = ref<BrowserForm | null>(null)
  const paymentId = ref<string | null>(null)
  const requestKey = ref(newRequestKey())
  const isNewCard = computed(() => chosen.value === newCard)
  const returnUrl = computed(() => `${location.origin}/payments/${paymentId.value}/return`)

  watch([choice, chosen, keepsCard], renew, { deep: true })

  function renew(): void {
    requestKey.value = newRequestKey()
    problem.value = null
    errors.value = {}
  }

  /** @returns whether nothing is left to do here: all was paid without a card */
  async function begin(url: string, wish: object): Promise<boolean> {
    if (isSending.value) return false
    isSending.value = true
    problem.value = null
    errors.value = {}
    const body = {
      ...wish,
      request_key: requestKey.value,
      ...(isNewCard.value ? { save_method: keepsCard.value } : { payment_method_id: chosen.value }),
    }
    const answer = await postJson<Begun>(url, body).catch(() => null)
    isSending.value = false
    if (!answer?.isOk) {
      errors.value = answer?.errors ?? {}
      problem.value = wordsFor(answer?.code, answer?.detail)
      return false
    }
    const { payment } = answer.data
    if (!payment) return true
    paymentId.value = payment.id
    await goOn(payment, answer.data.form)
    return false
  }

  async function goOn(payment: Payment, next: BrowserForm | null): Promise<void> {
    if (next && payment.status === 'action_required') {
      const outcome = await formDriver(next.driver).authenticate(next)
      if (outcome.problem === null) return finish()
      return refuse(outcome.problem)
    }
    if (next && isNewCard.value) {
      form.value = next
      return
    }
    if (payment.failure && ['created', 'failed'].includes(payment.status)) {
      return refuse(payment.failure.message)
    }
    finish()
  }

  /** What was refused is over: the next try is another one. */
  function refuse(words: string): void {
    requestKey.value = newRequestKey()
    problem.value = words || t('payments.form.refused')
  }

  function wordsFor(code: string | undefined, detail: string | undefined): string {
    const key = `payments.refused.${code ?? ''}`
    return has(key) ? t(key) : detail || t('payments.form.refused')
  }

  function finish(): void {
    router.visit(returnUrl.value, { replace: true })
  }

  return {
    chosen, keepsCard, isNewCard, isSending, problem, errors, form, returnUrl, begin, finish,
  } // prettier-ignore
}
