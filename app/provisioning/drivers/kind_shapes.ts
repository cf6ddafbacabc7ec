/** A name that a website is reached by. */
export interface HostedDomain {
  reference: string
  name: string
  /** The website's first name, which cannot be taken away. */
  isPrimary: boolean
  /** First name of the website that it leads to. */
  website: string
}

/** A real machine, and where it hangs on the network. */
export interface ServerHardware {
  /** Where it stands, as the panel names it: rack and unit. */
  machine: string
  location: string
  /** In one line. */
  description: string
  cpu: string
  memory: string
  disks: string[]
  addOns: string[]
  ports: ServerPort[]
}

export interface ServerPort {
  reference: string
  name: string
  mac: string
  speed: string
  /** Null where the panel does not say. */
  isOn: boolean | null
}

/** What went over a port: values spread evenly between the two instants, in bits per second. */
export interface TrafficGraph {
  startsAt: string
  endsAt: string
  inBps: number[]
  outBps: number[]
  /** Null where the panel does not say. */
  percentile95: { inBps: number | null; outBps: number | null }
}

/** Removal began with work that has to end first (disks are wiped): removing is to be asked for again. */
export interface RemovalProgress {
  isUnderWay: true
}

export interface PanelSshKey {
  reference: string
  name: string
  publicKey: string
}
