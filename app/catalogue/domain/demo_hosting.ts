// Table of data: the demo's web hosting, whose plans are those of the sandbox's installation.
import type { DemoProduct } from '#app/catalogue/domain/demo_product'

export const webHosting: DemoProduct = {
  slug: 'web-hosting',
  kind: 'hosting',
  panelDriver: 'enhance',
  name: 'Web hosting',
  tagline: 'Your website and your mail, looked after.',
  description:
    'Websites on NVMe with PHP, databases, mailboxes, certificates and copies, in one panel. Bring your domain: the website is there within a minute, and mail with it. Paid for only once it runs.',
  translations: {
    de: {
      name: 'Webhosting',
      tagline: 'Ihre Website und Ihre Mail, in guten Händen.',
      description:
        'Websites auf NVMe mit PHP, Datenbanken, Postfächern, Zertifikaten und Sicherungen, in einem Panel. Bringen Sie Ihre Domain mit: Die Website steht binnen einer Minute, und die Mail dazu. Bezahlt wird erst, wenn sie läuft.',
    },
  },
  plans: [
    {
      slug: 'web-s',
      name: 'Web S',
      description: 'One website with its mail.',
      spec: { storageGb: 10, trafficGb: 200, websites: 1, mailboxes: 10, databases: 2 },
      panelPackage: 'Web S',
      monthly: { EUR: 290, USD: 320, GBP: 250 },
      isRecommended: false,
      translations: { de: { description: 'Eine Website mit ihrer Mail.' } },
    },
    {
      slug: 'web-m',
      name: 'Web M',
      description: 'Five websites, and traffic without counting.',
      spec: { storageGb: 50, trafficGb: 0, websites: 5, mailboxes: 50, databases: 10 },
      panelPackage: 'Web M',
      monthly: { EUR: 690, USD: 750, GBP: 590 },
      isRecommended: true,
      translations: { de: { description: 'Fünf Websites, und Traffic ohne Zähler.' } },
    },
    {
      slug: 'web-l',
      name: 'Web L',
      description: 'For agencies and everything that belongs to them.',
      spec: { storageGb: 150, trafficGb: 0, websites: 25, mailboxes: 0, databases: 0 },
      panelPackage: 'Web L',
      monthly: { EUR: 1490, USD: 1590, GBP: 1290 },
      isRecommended: false,
      translations: { de: { description: 'Für Agenturen und alles, was zu ihnen gehört.' } },
    },
  ],
  options: [
    {
      code: 'php',
      name: 'PHP',
      help: 'What the website starts with. You can change it in the panel at any time.',
      translations: {
        de: { name: 'PHP', help: 'Womit die Website beginnt. Im Panel jederzeit zu ändern.' },
      },
      kind: 'choice',
      maximum: 1,
      monthly: null,
      values: [
        { code: 'php-8.4', name: 'PHP 8.4', group: '', spec: { phpVersion: 'php84' }, isDefault: true },
        { code: 'php-8.3', name: 'PHP 8.3', group: '', spec: { phpVersion: 'php83' } },
        { code: 'php-8.2', name: 'PHP 8.2', group: '', spec: { phpVersion: 'php82' } },
      ],
    },
  ],
}
