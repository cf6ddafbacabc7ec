// Table of data: the demo's dedicated servers. Their parts are written in the billing codes of the sandbox's machines, which are words.
import type { DemoMonthly, DemoProduct, DemoProductPlan } from '#app/catalogue/domain/demo_product'

const block = '/29'

function machine(
  slug: string,
  [name, description, german]: [name: string, description: string, german: string],
  parts: {
    cpu: string
    memory: string
    disks: string[]
    portSpeed: string
    trafficGb: number
    approval: boolean
  },
  monthly: DemoMonthly
): DemoProductPlan {
  return {
    slug,
    name,
    description,
    spec: { ...parts, addOns: [], ipBlock: block },
    panelPackage: name,
    monthly,
    isRecommended: slug === 'metal-ryzen',
    translations: { de: { description: german } },
  }
}

const disks = (count: number, disk: string) => Array.from({ length: count }, () => disk)

export const dedicatedServers: DemoProduct = {
  slug: 'dedicated-servers',
  kind: 'dedicated',
  panelDriver: 'synergycp',
  name: 'Dedicated server',
  tagline: 'Whole machines of your own, from our racks.',
  description:
    'Real machines that stand in our racks and wait for you: your processor, your memory, your disks, eight addresses and an unmetered view of the hardware. Disks are wiped before you get them. Paid for only once it runs.',
  translations: {
    de: {
      name: 'Dedizierter Server',
      tagline: 'Ganze Maschinen für Sie allein, aus unseren Racks.',
      description:
        'Echte Maschinen, die in unseren Racks stehen und auf Sie warten: Ihr Prozessor, Ihr Speicher, Ihre Platten, acht Adressen und der volle Blick auf die Hardware. Platten werden gelöscht, bevor Sie sie bekommen. Bezahlt wird erst, wenn er läuft.',
    },
  },
  plans: [
    machine(
      'metal-xeon',
      ['Metal E8', 'Eight cores for everyday work.', 'Acht Kerne für den Alltag.'],
      { cpu: 'Intel Xeon E-2388G', memory: '64 GB', disks: disks(2, '960 GB NVMe'), portSpeed: '1 Gbit/s', trafficGb: 20_000, approval: false },
      { EUR: 8900, USD: 9500, GBP: 7900 }
    ),
    machine(
      'metal-ryzen',
      ['Metal R16', 'Sixteen fast cores for games and builds.', 'Sechzehn schnelle Kerne für Spiele und Builds.'],
      { cpu: 'AMD Ryzen 9 7950X', memory: '128 GB', disks: disks(2, '1.92 TB NVMe'), portSpeed: '1 Gbit/s', trafficGb: 50_000, approval: false },
      { EUR: 13_900, USD: 14_900, GBP: 11_900 }
    ),
    machine(
      'metal-epyc',
      ['Metal X32', 'Thirty-two cores for clusters; handed over by a person.', 'Zweiunddreißig Kerne für Cluster; von einem Menschen übergeben.'],
      { cpu: 'AMD EPYC 9354P', memory: '256 GB', disks: disks(4, '3.84 TB NVMe'), portSpeed: '10 Gbit/s', trafficGb: 0, approval: true },
      { EUR: 34_900, USD: 36_900, GBP: 29_900 }
    ),
  ],
  options: [
    {
      code: 'location',
      name: 'Location',
      help: 'Where the machine stands. It cannot be moved later.',
      translations: { de: { name: 'Standort', help: 'Wo die Maschine steht. Sie kann später nicht umziehen.' } },
      kind: 'choice',
      maximum: 1,
      monthly: null,
      values: [
        { code: 'fra', name: 'Frankfurt', group: 'Germany', spec: { panel: 'metal-fra' }, isDefault: true, translations: { de: { group: 'Deutschland' } } },
        { code: 'nyc', name: 'New York', group: 'United States', spec: { panel: 'metal-nyc' }, translations: { de: { group: 'USA' } } },
      ],
    },
    {
      code: 'os',
      name: 'Operating system',
      help: 'Installed over the network before the machine is yours. You can choose another at any time.',
      translations: {
        de: {
          name: 'Betriebssystem',
          help: 'Über das Netz installiert, bevor die Maschine Ihnen gehört. Sie können jederzeit ein anderes wählen.',
        },
      },
      kind: 'choice',
      maximum: 1,
      monthly: null,
      values: [
        { code: 'debian-13', name: 'Debian 13', group: 'Debian', spec: { template: 'Debian 13' }, isDefault: true },
        { code: 'debian-12', name: 'Debian 12', group: 'Debian', spec: { template: 'Debian 12' } },
        { code: 'ubuntu-24.04', name: 'Ubuntu 24.04 LTS', group: 'Ubuntu', spec: { template: 'Ubuntu Server 24.04' } },
        { code: 'almalinux-9', name: 'AlmaLinux 9', group: 'Enterprise', spec: { template: 'AlmaLinux 9' } },
        { code: 'proxmox-9', name: 'Proxmox VE 9', group: 'Virtualisation', spec: { template: 'Proxmox VE 9' }, translations: { de: { group: 'Virtualisierung' } } },
        { code: 'windows-2025', name: 'Windows Server 2025', group: 'Windows', spec: { template: 'Windows Server 2025', edition: 'ServerStandard' } },
      ],
    },
  ],
} // prettier-ignore
