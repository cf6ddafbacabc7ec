import { onUnmounted, ref, watch, type Ref } from 'vue'
import { sendJson } from '~/composables/send_json'
import type { QuoteDraft } from '~/components/checkout/quote'

const askAfterMs = 200

/** A price is asked for while a name is typed: one that is not finished yet is no mistake, and changes no price. */
export function typedName(name: string): string {
  return name.trim().replace(/[.-]+$/, '') || 'server-1'
}

/** Asks the server what a choice costs each time it changes; only the newest answer counts. */
export function useLiveQuote(url: () => string, wish: Ref<object>) {
  const draft = ref<QuoteDraft | null>(null)
  const errors = ref<Record<string, string>>({})
  const failure = ref(false)
  const isAsking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let newest = 0

  async function ask(): Promise<void> {
    const mine = ++newest
    isAsking.value = true
    const answer = await sendJson<QuoteDraft>('POST', url(), wish.value).catch(() => null)
    if (mine !== newest) return
    isAsking.value = false
    failure.value = answer === null
    errors.value = answer && !answer.isOk ? withoutPlace(answer.errors) : {}
    if (answer?.isOk) draft.value = answer.data
  }

  watch(
    wish,
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void ask(), askAfterMs)
    },
    { deep: true }
  )
  onUnmounted(() => clearTimeout(timer))
  return { draft, errors, failure, isAsking, ask }
}

/** `items.0.hostname` is this form's `hostname`. */
function withoutPlace(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field.replace(/^items\.\d+\./, ''), text])
  )
}
