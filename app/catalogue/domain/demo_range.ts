import type { Translations } from '#app/catalogue/domain/translation'

/** EZSCALE's range of virtual servers, for the demo and for development. Amounts are minor units: EUR, USD, GBP. */
export const demoProduct = {
  slug: 'cloud-vps',
  kind: 'vps',
  name: 'Cloud VPS',
  tagline: 'Virtual servers on NVMe, running in under two minutes.',
  description:
    'KVM virtual machines with dedicated memory, fast local NVMe storage and a 1 to 10 Gbit/s port. Your own IPv4 and a /64 of IPv6, full root access, console in the browser. Paid for only once it runs.',
  translations: {
    de: {
      tagline: 'Virtuelle Server auf NVMe, in unter zwei Minuten in Betrieb.',
      description:
        'Virtuelle KVM-Maschinen mit eigenem Arbeitsspeicher, schnellem lokalem NVMe-Speicher und einem Anschluss mit 1 bis 10 Gbit/s. Eigene IPv4-Adresse und ein /64-Netz IPv6, voller Root-Zugang, Konsole im Browser. Bezahlt wird erst, wenn der Server läuft.',
    },
  } satisfies Translations,
}

interface DemoPlan {
  slug: string
  name: string
  description: string
  spec: { cpuCores: number; memoryMb: number; storageGb: number; trafficGb: number; networkMbps: number }
  monthly: { EUR: number; USD: number; GBP: number }
  isRecommended: boolean
  translations: Translations
}

function plan(
  size: string,
  [description, german]: [english: string, german: string],
  spec: [cpu: number, memoryGb: number, storageGb: number, trafficTb: number, networkMbps: number],
  monthly: [eur: number, usd: number, gbp: number]
): DemoPlan {
  const [cpuCores, memoryGb, storageGb, trafficTb, networkMbps] = spec
  const [EUR, USD, GBP] = monthly
  return {
    slug: `vps-${size.toLowerCase()}`,
    name: `VPS ${size}`,
    description,
    spec: { cpuCores, memoryMb: memoryGb * 1024, storageGb, trafficGb: trafficTb * 1000, networkMbps },
    monthly: { EUR, USD, GBP },
    isRecommended: size === 'M',
    translations: { de: { description: german } },
  }
}

/** The names are those of the panels' packages. A year costs ten months. */
export const demoPlans: DemoPlan[] = [
  plan('S', ['For a first server, a bot, a small site.', 'Für den ersten Server, einen Bot, eine kleine Website.'], [1, 2, 40, 10, 1000], [450, 500, 400]),
  plan('M', ['For web applications and shops that grow.', 'Für Webanwendungen und Shops, die wachsen.'], [2, 4, 80, 20, 1000], [850, 950, 750]),
  plan('L', ['For databases, CI runners and busy sites.', 'Für Datenbanken, CI-Runner und gut besuchte Websites.'], [4, 8, 160, 30, 1000], [1600, 1800, 1400]),
  plan('XL', ['For clusters and demanding applications.', 'Für Cluster und anspruchsvolle Anwendungen.'], [6, 16, 320, 40, 10000], [2900, 3200, 2500]),
  plan('2XL', ['For large databases and virtual desktops.', 'Für große Datenbanken und virtuelle Desktops.'], [8, 32, 640, 60, 10000], [5500, 5900, 4700]),
] // prettier-ignore

interface DemoValue {
  code: string
  name: string
  group: string
  spec: Record<string, unknown>
  isDefault?: boolean
  translations?: Translations
}

export interface DemoOption {
  code: string
  name: string
  help: string
  kind: 'choice' | 'quantity' | 'toggle'
  maximum: number
  monthly: { EUR: number; USD: number; GBP: number } | null
  values: DemoValue[]
  translations: Translations
}

/** The templates are those that the panels list, "<name> <version>". */
export const demoOptions: DemoOption[] = [
  {
    code: 'location',
    name: 'Location',
    help: 'Where the server stands. It cannot be moved later.',
    translations: { de: { name: 'Standort', help: 'Wo der Server steht. Er kann später nicht umziehen.' } },
    kind: 'choice',
    maximum: 1,
    monthly: null,
    values: [
      {
        code: 'fra',
        name: 'Frankfurt',
        group: 'Germany',
        spec: { panel: 'fra' },
        isDefault: true,
        translations: { de: { group: 'Deutschland' } },
      },
      {
        code: 'nyc',
        name: 'New York',
        group: 'United States',
        spec: { panel: 'nyc' },
        translations: { de: { group: 'USA' } },
      },
    ],
  },
  {
    code: 'os',
    name: 'Operating system',
    help: 'Installed and updated on the first boot. You can choose another at any time.',
    translations: {
      de: {
        name: 'Betriebssystem',
        help: 'Beim ersten Start installiert und aktualisiert. Sie können jederzeit ein anderes wählen.',
      },
    },
    kind: 'choice',
    maximum: 1,
    monthly: null,
    values: [
      {
        code: 'debian-13',
        name: 'Debian 13',
        group: 'Debian',
        spec: { template: 'Debian 13' },
        isDefault: true,
      },
      { code: 'debian-12', name: 'Debian 12', group: 'Debian', spec: { template: 'Debian 12' } },
      {
        code: 'ubuntu-26.04',
        name: 'Ubuntu 26.04 LTS',
        group: 'Ubuntu',
        spec: { template: 'Ubuntu Server 26.04' },
      },
      {
        code: 'ubuntu-24.04',
        name: 'Ubuntu 24.04 LTS',
        group: 'Ubuntu',
        spec: { template: 'Ubuntu Server 24.04' },
      },
      { code: 'almalinux-10', name: 'AlmaLinux 10', group: 'Enterprise', spec: { template: 'AlmaLinux 10' } },
      { code: 'almalinux-9', name: 'AlmaLinux 9', group: 'Enterprise', spec: { template: 'AlmaLinux 9' } },
      { code: 'rocky-9', name: 'Rocky Linux 9', group: 'Enterprise', spec: { template: 'Rocky Linux 9' } },
    ],
  },
  {
    code: 'ipv4',
    name: 'Extra IPv4 addresses',
    help: 'One address is included. More are routed to the same server.',
    translations: {
      de: {
        name: 'Zusätzliche IPv4-Adressen',
        help: 'Eine Adresse ist enthalten. Weitere führen zum selben Server.',
      },
    },
    kind: 'quantity',
    maximum: 8,
    monthly: { EUR: 150, USD: 170, GBP: 130 },
    values: [],
  },
  {
    code: 'backups',
    name: 'Daily backups',
    help: 'Seven daily copies, kept on other machines, restored by you at any time.',
    translations: {
      de: {
        name: 'Tägliche Sicherungen',
        help: 'Sieben tägliche Kopien auf anderen Maschinen, jederzeit von Ihnen wiederherstellbar.',
      },
    },
    kind: 'toggle',
    maximum: 1,
    monthly: { EUR: 200, USD: 220, GBP: 180 },
    values: [],
  },
]
