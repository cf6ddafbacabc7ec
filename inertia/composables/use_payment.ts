import { router } from '@inertiajs/vue3'
import { computed, ref, watch } from 'vue'
import { formDriver } from '~/components/payments/drivers/registry'
import type {
  BrowserForm,
  GatewayPage,
  Payment,
  PaymentMethod,
  PaymentWay,
} from '~/components/payments/types'
import { newRequestKey } from '~/composables/request_key'
import { postJson } from '~/composables/post_json'
import { useDecline } from '~/composables/use_decline'
import { useTranslation } from '~/i18n/use_translation'

interface Begun {
  payment: Payment | null
  form: BrowserForm | null
  page: GatewayPage | null
}

/** What there is to choose from: saved methods first, then the ways to pay with something else. */
export interface Choices {
  methods: PaymentMethod[]
  ways: PaymentWay[]
}

/**
 * Begins a payment by a saved method or one of the ways offered, and goes on with what the answer asks for: a card, the gateway's page,
 * coins, the bank, or nothing any more. Each choice has a key of its own, so that a second click gets the payment that the first one began.
 */
export function usePayment(choices: () => Choices, choice: () => unknown) {
  const { t, has } = useTranslation()
  const decline = useDecline()
  const chosen = ref(firstOf(choices()))
  // Agreeing to later charges is theirs to tick: a box that was ticked before is no consent (EDPB, Recommendations 02/2021).
  const keepsCard = ref(false)
  const isSending = ref(false)
  const problem = ref<string | null>(null)
  const errors = ref<Record<string, string>>({})
  const form = ref<BrowserForm | null>(null)
  const page = ref<GatewayPage | null>(null)
  const paymentId = ref<string | null>(null)
  const requestKey = ref(newRequestKey())
  /** The way chosen; null for a saved method. */
  const way = computed(() => choices().ways.find(({ gateway_id: id }) => id === chosen.value) ?? null)
  const isNewCard = computed(() => way.value?.customer_pays === 'form')
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
      ...wayWanted(),
    }
    const answer = await postJson<Begun>(url, body).catch(() => null)
    isSending.value = false
    if (!answer?.isOk) {
      errors.value = answer?.errors ?? {}
      // Without an answer it may have worked: the same key finds it again.
      problem.value = answer ? wordsFor(answer.code, answer.detail) : t('payments.form.no_answer')
      return false
    }
    const { payment } = answer.data
    if (!payment) return true
    paymentId.value = payment.id
    await goOn(payment, answer.data)
    return false
  }

  function wayWanted() {
    if (!way.value) return chosen.value ? { payment_method_id: chosen.value } : {}
    const { gateway_id: gatewayId, saves_methods: savesMethods } = way.value
    return { gateway_id: gatewayId, ...(savesMethods ? { save_method: keepsCard.value } : {}) }
  }

  async function goOn(payment: Payment, { form: next, page: place }: Begun): Promise<void> {
    if (place) return goThere(place)
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
      return refuse(decline(payment.failure))
    }
    finish()
  }

  /** Coins are sent from here; everything else is done at the gateway, which brings the customer back. */
  function goThere(place: GatewayPage): void {
    if (place.coins.length > 0) page.value = place
    else location.assign(place.url)
  }

  /** What was refused is over: the next try is another one. */
  function refuse(words: string): void {
    requestKey.value = newRequestKey()
    problem.value = words || t('payments.form.refused')
  }

  function wordsFor(code: string, detail: string): string {
    const key = `payments.refused.${code}`
    return has(key) ? t(key) : detail || t('payments.form.refused')
  }

  /** To choose again; what was begun waits, is found again, or is called off when something else is chosen. What has run out begins anew. */
  function back(): void {
    requestKey.value = newRequestKey()
    form.value = null
    page.value = null
  }

  function finish(): void {
    router.visit(returnUrl.value, { replace: true })
  }

  return {
    chosen, keepsCard, way, isNewCard, isSending, problem, errors, form, page, paymentId, returnUrl, begin, finish, back,
  } // prettier-ignore
}

function firstOf({ methods, ways }: Choices): string {
  const preferred = methods.find(({ is_default: isDefault }) => isDefault) ?? methods[0]
  return preferred?.id ?? ways[0]?.gateway_id ?? ''
}
