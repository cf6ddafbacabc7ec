import { onMounted, ref } from 'vue'
import { useDecline } from '~/composables/use_decline'
import { loadMessages } from '~/i18n/messages'
import { useTranslation } from '~/i18n/use_translation'

/** Like {@link useDecline}, for lists that seldom show a refusal: its words come after the page, and only for who reads another language. */
export function useLateDecline(): (failure: { message?: string }) => string {
  const decline = useDecline()
  const { locale } = useTranslation()
  const isThere = ref(false)
  onMounted(async () => {
    if (locale.value === 'en') return
    await loadMessages(locale.value, ['declines'])
    isThere.value = true
  })
  return (failure) => (isThere.value ? decline(failure) : (failure.message ?? ''))
}
