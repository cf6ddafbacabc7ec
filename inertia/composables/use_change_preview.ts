import { readFormMark } from '~/composables/page_customer'
import { onUnmounted, ref, watch, type Ref } from 'vue'
import type { PreparedChange } from '~/components/subscriptions/change'

const askAfterMs = 250

/** Asks what a change would mean each time the choice changes; only the newest answer counts. A null wish asks nothing. */
export function useChangePreview(url: string, wish: Ref<object | null>) {
  const prepared = ref<PreparedChange | null>(null)
  const errors = ref<Record<string, string>>({})
  const refusal = ref('')
  const failure = ref(false)
  const isAsking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let newest = 0

  async function ask(): Promise<void> {
    const mine = ++newest
    prepared.value = null
    refusal.value = ''
    errors.value = {}
    failure.value = false
    if (!wish.value) return
    isAsking.value = true
    const headers = { 'x-xsrf-token': readFormMark(), 'x-requested-with': 'XMLHttpRequest' }
    const answer = await sendWish(url, wish.value, headers)
    if (mine !== newest) return
    isAsking.value = false
    failure.value = answer === null
    if (answer?.isOk) prepared.value = answer.data
    else if (answer) {
      refusal.value = answer.detail
      errors.value = answer.errors
    }
  }

  watch(
    wish,
    () => {
      clearTimeout(timer)
      newest += 1
      prepared.value = null
      timer = setTimeout(() => void ask(), askAfterMs)
    },
    { deep: true }
  )
  onUnmounted(() => clearTimeout(timer))
  return { prepared, errors, refusal, failure, isAsking, ask }
}

/** The API answers with the thing itself, without a wrapper. */
async function sendWish(url: string, wish: object, headers: Record<string, string>) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(wish),
  }).catch(() => null)
  if (!answer) return null
  const body = await answer.json().catch(() => null)
  if (answer.ok && body) return { isOk: true as const, data: (body.data ?? body) as PreparedChange }
  if (answer.status >= 500 && answer.status !== 503) return null
  const problem = (body ?? {}) as { detail?: string; errors?: { field: string; message: string }[] }
  const errors = Object.fromEntries((problem.errors ?? []).map(({ field, message }) => [field, message]))
  return { isOk: false as const, detail: problem.detail ?? '', errors }
}
