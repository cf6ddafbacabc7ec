/** One entry of a side menu. The label is a key below `ui.navigation`. */
export interface NavigationItem {
  label: string
  icon: string
  to: string
  /** Shown only to who has it. */
  ability?: string
  /** Of the person alone: staff who act in their name do not get there. */
  isOwn?: boolean
}

export interface NavigationGroup {
  /** Key below `ui.navigation.groups`; the first group has none. */
  label: string | null
  items: NavigationItem[]
}

/** Of the entries of a menu, the one under which a page stands: `/staff` for `/staff-roles`, but not where that has an entry of its own. */
export function currentItem(path: string, menu: string[]): string | undefined {
  const isUnder = (to: string) =>
    to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`) || path.startsWith(`${to}-`)
  return menu.filter(isUnder).toSorted((a, b) => b.length - a.length)[0]
}

/** What customers reach. */
export const portalNavigation: NavigationGroup[] = [
  {
    label: null,
    items: [
      { label: 'overview', icon: 'i-lucide-layout-dashboard', to: '/' },
      { label: 'services', icon: 'i-lucide-server', to: '/services', ability: 'services:read' },
      { label: 'orders', icon: 'i-lucide-package', to: '/orders', ability: 'billing:read' },
      { label: 'offers', icon: 'i-lucide-file-signature', to: '/quotes', ability: 'billing:read' },
    ],
  },
  {
    label: 'billing',
    items: [
      { label: 'invoices', icon: 'i-lucide-receipt-text', to: '/invoices', ability: 'billing:read' },
      { label: 'balance', icon: 'i-lucide-wallet', to: '/balance', ability: 'billing:read' },
      {
        label: 'payment_methods',
        icon: 'i-lucide-credit-card',
        to: '/payment-methods',
        ability: 'billing:read',
      },
      { label: 'referrals', icon: 'i-lucide-share-2', to: '/referrals', ability: 'billing:read' },
    ],
  },
  {
    label: 'settings',
    items: [
      { label: 'profile', icon: 'i-lucide-user-round', to: '/profile' },
      { label: 'team', icon: 'i-lucide-users-round', to: '/team', ability: 'account:read' },
      { label: 'ssh_keys', icon: 'i-lucide-key-square', to: '/ssh-keys', ability: 'services:read' },
      { label: 'security', icon: 'i-lucide-shield-check', to: '/security', isOwn: true },
      { label: 'privacy', icon: 'i-lucide-file-lock', to: '/privacy', ability: 'account:read' },
      { label: 'applications', icon: 'i-lucide-app-window', to: '/applications' },
      { label: 'api_tokens', icon: 'i-lucide-key-round', to: '/api-tokens', isOwn: true },
    ],
  },
]

/** What staff reach. */
export const adminNavigation: NavigationGroup[] = [
  {
    label: null,
    items: [
      { label: 'overview', icon: 'i-lucide-layout-dashboard', to: '/' },
      { label: 'customers', icon: 'i-lucide-users-round', to: '/customers', ability: 'staff:customers:read' },
      { label: 'offers', icon: 'i-lucide-file-signature', to: '/quotes', ability: 'staff:billing:read' },
      { label: 'orders', icon: 'i-lucide-package', to: '/orders', ability: 'staff:billing:read' },
      { label: 'services', icon: 'i-lucide-server', to: '/services', ability: 'staff:services:read' },
      {
        label: 'subscriptions',
        icon: 'i-lucide-refresh-cw',
        to: '/subscriptions',
        ability: 'staff:billing:read',
      },
    ],
  },
  {
    label: 'money',
    items: [
      { label: 'invoices', icon: 'i-lucide-receipt-text', to: '/invoices', ability: 'staff:billing:read' },
      { label: 'payments', icon: 'i-lucide-banknote', to: '/payments', ability: 'staff:billing:read' },
      { label: 'refunds', icon: 'i-lucide-undo-2', to: '/refunds', ability: 'staff:billing:read' },
      { label: 'disputes', icon: 'i-lucide-shield-alert', to: '/disputes', ability: 'staff:billing:read' },
      { label: 'bank', icon: 'i-lucide-landmark', to: '/bank', ability: 'staff:billing:read' },
      { label: 'gateways', icon: 'i-lucide-plug', to: '/gateways', ability: 'staff:billing:read' },
      { label: 'collections', icon: 'i-lucide-gavel', to: '/collections', ability: 'staff:billing:read' },
      { label: 'ledger', icon: 'i-lucide-scale', to: '/ledger', ability: 'staff:billing:read' },
      {
        label: 'payment_limits',
        icon: 'i-lucide-gauge',
        to: '/payment-limits',
        ability: 'staff:billing:read',
      },
      { label: 'taxes', icon: 'i-lucide-percent', to: '/taxes', ability: 'staff:billing:read' },
      { label: 'margins', icon: 'i-lucide-coins', to: '/margins', ability: 'staff:billing:read' },
      { label: 'reports', icon: 'i-lucide-chart-column', to: '/reports', ability: 'staff:billing:read' },
    ],
  },
  {
    label: 'running',
    items: [
      {
        label: 'operations',
        icon: 'i-lucide-list-checks',
        to: '/operations',
        ability: 'staff:operations:read',
      },
      {
        label: 'approvals',
        icon: 'i-lucide-clipboard-check',
        to: '/approvals',
        ability: 'staff:operations:read',
      },
      { label: 'messages', icon: 'i-lucide-mail', to: '/messages', ability: 'staff:customers:read' },
      { label: 'panels', icon: 'i-lucide-server-cog', to: '/panels', ability: 'staff:operations:read' },
      { label: 'network', icon: 'i-lucide-network', to: '/network', ability: 'staff:operations:read' },
      { label: 'drift', icon: 'i-lucide-scan-search', to: '/drift', ability: 'staff:operations:read' },
      { label: 'jobs', icon: 'i-lucide-layers', to: '/jobs', ability: 'staff:operations:read' },
    ],
  },
  {
    label: 'shop',
    items: [
      { label: 'catalogue', icon: 'i-lucide-tags', to: '/catalogue', ability: 'staff:catalogue:read' },
      { label: 'trials', icon: 'i-lucide-gift', to: '/trials', ability: 'staff:billing:read' },
      { label: 'coupons', icon: 'i-lucide-ticket-percent', to: '/coupons', ability: 'staff:catalogue:read' },
      { label: 'referrals', icon: 'i-lucide-share-2', to: '/referrals', ability: 'staff:catalogue:read' },
      { label: 'loyalty', icon: 'i-lucide-heart-handshake', to: '/loyalty', ability: 'staff:catalogue:read' },
      { label: 'audit', icon: 'i-lucide-history', to: '/audit', ability: 'staff:audit:read' },
      { label: 'time_machine', icon: 'i-lucide-hourglass', to: '/time-machine', ability: 'staff:time:write' },
    ],
  },
  {
    label: 'settings',
    items: [
      {
        label: 'sign_in_providers',
        icon: 'i-lucide-log-in',
        to: '/sign-in-providers',
        ability: 'staff:settings:write',
      },
      { label: 'privacy_staff', icon: 'i-lucide-file-lock', to: '/privacy', ability: 'staff:customers:read' },
      { label: 'company', icon: 'i-lucide-building-2', to: '/company', ability: 'staff:settings:write' },
      {
        label: 'billing_policies',
        icon: 'i-lucide-sliders-horizontal',
        to: '/billing-policies',
        ability: 'staff:billing:read',
      },
      {
        label: 'customer_groups',
        icon: 'i-lucide-tags',
        to: '/customer-groups',
        ability: 'staff:customers:read',
      },
      { label: 'staff', icon: 'i-lucide-users', to: '/staff', ability: 'staff:settings:write' },
      {
        label: 'security_overview',
        icon: 'i-lucide-radar',
        to: '/security-overview',
        ability: 'staff:settings:write',
      },
      {
        label: 'applications',
        icon: 'i-lucide-app-window',
        to: '/applications',
        ability: 'staff:settings:write',
      },
      { label: 'security', icon: 'i-lucide-shield-check', to: '/security' },
      { label: 'api_tokens', icon: 'i-lucide-key-round', to: '/api-tokens' },
    ],
  },
]
