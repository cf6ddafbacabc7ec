import { router } from '@inertiajs/vue3'
import { computed, onMounted, onUnmounted, type Ref, type WritableComputedRef } from 'vue'
import { useTranslation } from '~/i18n/use_translation'

/**
 * Asks before a page with changes is left: by a link, by the browser's own buttons, by closing it. Saving (any visit that is
 * not a GET) and asking for the page's own props again go through.
 */
export function useUnsaved(hasChanges: () => boolean): void {
  const { t } = useTranslation()
  let stopListening: (() => void) | undefined

  function beforeUnload(event: BeforeUnloadEvent): void {
    if (hasChanges()) event.preventDefault()
  }

  onMounted(() => {
    addEventListener('beforeunload', beforeUnload)
    stopListening = router.on('before', ({ detail: { visit } }) => {
      const isLeaving = visit.method === 'get' && !visit.prefetch && visit.url.pathname !== location.pathname
      return !isLeaving || !hasChanges() || confirm(t('ui.form.unsaved'))
    })
  })
  onUnmounted(() => {
    removeEventListener('beforeunload', beforeUnload)
    stopListening?.()
  })
}

/**
 * The same for an editor that opens over a page: Escape, a click beside it or its close button ask first when something was
 * changed. Bind the answer as `v-model:open`; after saving, set the editor's own `isOpen`.
 *
 * @param contents what the editor holds, compared with what it held when `keep` was last called
 */
export function useUnsavedEditor(isOpen: Ref<boolean>, contents: () => unknown) {
  const { t } = useTranslation()
  let kept = JSON.stringify(contents())
  const hasChanges = () => isOpen.value && JSON.stringify(contents()) !== kept
  useUnsaved(hasChanges)

  const isShown: WritableComputedRef<boolean> = computed({
    get: () => isOpen.value,
    set: (next) => {
      if (next || !hasChanges() || confirm(t('ui.form.unsaved'))) isOpen.value = next
    },
  })
  return { isShown, keep: () => (kept = JSON.stringify(contents())) }
}
