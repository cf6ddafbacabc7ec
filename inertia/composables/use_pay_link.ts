import { useToast } from '@nuxt/ui/composables'
import { askServer } from '~/composables/ask_server'
import { useTranslation } from '~/i18n/use_translation'

/** The menu entry that copies the address under which an invoice is paid without signing in, to be sent to whoever pays it. */
export function usePayLink(invoiceId: () => string) {
  const { t } = useTranslation()
  const toast = useToast()

  async function copy(): Promise<void> {
    try {
      const { url } = await askServer<{ url: string }>('POST', `/invoices/${invoiceId()}/pay-link`)
      await navigator.clipboard.writeText(url)
      toast.add({ title: t('reporting.invoice.pay_link.copied'), color: 'success', icon: 'i-lucide-link' })
    } catch {
      toast.add({
        title: t('reporting.invoice.pay_link.failed'),
        color: 'error',
        icon: 'i-lucide-circle-alert',
      })
    }
  }

  return () => ({
    label: t('reporting.invoice.pay_link.action'),
    icon: 'i-lucide-link',
    onSelect: () => void copy(),
  })
}
