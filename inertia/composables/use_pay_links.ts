import { useToast } from '@nuxt/ui/composables'
import { askServer } from '~/composables/ask_server'
import { useChange } from '~/composables/use_change'
import { useTranslation } from '~/i18n/use_translation'

/**
 * The menu entries for the address under which an invoice is paid without signing in: copied, to be sent to whoever pays it, and taken back,
 * with all others of its customer.
 */
export function usePayLinks(invoice: () => { id: string; customer_id: string }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { send: revoke } = useChange(() => t('reporting.invoice.pay_link.revoked'))

  async function copy(): Promise<void> {
    try {
      const { url } = await askServer<{ url: string }>('POST', `/invoices/${invoice().id}/pay-link`)
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

  return () => [
    {
      label: t('reporting.invoice.pay_link.action'),
      icon: 'i-lucide-link',
      onSelect: () => void copy(),
    },
    {
      label: t('reporting.invoice.pay_link.revoke'),
      icon: 'i-lucide-link-2-off',
      onSelect: () => void revoke('DELETE', `/customers/${invoice().customer_id}/pay-links`, {}),
    },
  ]
}
