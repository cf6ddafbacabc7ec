import { router, usePage } from '@inertiajs/vue3'
import { useToast } from '@nuxt/ui/composables'
import { computed, ref } from 'vue'
import type { NoteHandle } from '~/components/reporting/note'
import { postJson } from '~/composables/post_json'
import { useMay } from '~/composables/use_may'
import { useTranslation } from '~/i18n/use_translation'
import type { SharedProps } from '~/shared_props'

/** Writing, pinning and taking away notes about a customer, with a way back. */
export function useNotes() {
  const { t } = useTranslation()
  const page = usePage<SharedProps>()
  const toast = useToast()
  /** What the form writes; null while it is closed. */
  const written = ref<'note' | 'call' | NoteHandle | null>(null)
  const isWriting = computed({
    get: () => written.value !== null,
    set: (isOpen) => isOpen || (written.value = null),
  })
  const mayRemoveAny = useMay('staff:settings:write')

  async function change(
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body: object,
    done: () => void
  ): Promise<void> {
    const answer = await postJson(url, body, method).catch(() => null)
    if (answer?.isOk) done()
    else toast.add({ title: answer?.detail ?? '', color: 'error', icon: 'i-lucide-circle-alert' })
    router.reload()
  }

  function pin({ id, is_pinned }: NoteHandle): Promise<void> {
    return change('PATCH', `/customer-notes/${id}`, { is_pinned: !is_pinned }, () => undefined)
  }

  function remove({ id }: NoteHandle): Promise<void> {
    return change('DELETE', `/customer-notes/${id}`, {}, () =>
      toast.add({
        title: t('reporting.notes.removed'),
        color: 'success',
        icon: 'i-lucide-circle-check',
        duration: 15_000,
        actions: [
          {
            label: t('reporting.notes.undo'),
            color: 'neutral',
            variant: 'outline',
            onClick: () => void restore(id),
          },
        ],
      })
    )
  }

  function restore(id: string): Promise<void> {
    return change('POST', `/customer-notes/${id}/restorations`, {}, () =>
      toast.add({ title: t('reporting.notes.restored'), color: 'success', icon: 'i-lucide-circle-check' })
    )
  }

  /** What this reader may do to a note. */
  function itemsOf(note: NoteHandle) {
    const isOwn = note.author.id === page.props.viewer?.id
    const mayRemove = isOwn || mayRemoveAny.value
    const pinning = {
      label: t(note.is_pinned ? 'reporting.notes.unpin' : 'reporting.notes.pin'),
      icon: note.is_pinned ? 'i-lucide-pin-off' : 'i-lucide-pin',
      onSelect: () => void pin(note),
    }
    const rewording = {
      label: t('reporting.notes.edit'),
      icon: 'i-lucide-pencil',
      onSelect: () => void (written.value = note),
    }
    const removal = {
      label: t('reporting.notes.remove'),
      icon: 'i-lucide-trash-2',
      color: 'error' as const,
      onSelect: () => void remove(note),
    }
    return [[pinning, ...(isOwn ? [rewording] : [])], ...(mayRemove ? [[removal]] : [])]
  }

  return { written, isWriting, itemsOf }
}
