/** A consumer as its group sees it. */
export interface Member {
  /** The partitions it should hold have changed: it lets go and takes over when it next can. */
  rebalance(): void;
}

/**
 * Shares the partitions of a topic among the members of a group in this process. A partition changes hands only when
 * its holder has let it go, so no two members ever work on one.
 */
export class Group {
  private readonly members: Member[] = [];
  private readonly holders = new Map<number, Member>();

  constructor(private readonly partitions: number) {}

  join(member: Member): void {
    this.members.push(member);
    for (const each of this.members) each.rebalance();
  }

  leave(member: Member): void {
    this.members.splice(this.members.indexOf(member), 1);
    for (const [partition, holder] of this.holders) if (holder === member) this.holders.delete(partition);
    for (const each of this.members) each.rebalance();
  }

  /** Lets go of what is another's by now, takes over what is free, and returns what the member holds. */
  settle(member: Member): Set<number> {
    const place = this.members.indexOf(member);
    let released = false;
    const held = new Set<number>();
    for (let partition = 0; partition < this.partitions; partition += 1) {
      const mine = partition % this.members.length === place;
      const holder = this.holders.get(partition);
      if (mine && (holder === undefined || holder === member)) {
        this.holders.set(partition, member);
        held.add(partition);
      } else if (!mine && holder === member) {
        this.holders.delete(partition);
        released = true;
      }
    }
    if (released) for (const other of this.members) if (other !== member) other.rebalance();
    return held;
  }
}
