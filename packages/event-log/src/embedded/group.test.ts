import fc from 'fast-check';
import { Group, type Member } from './group.js';

const PARTITIONS = 6;

class FakeMember implements Member {
  held = new Set<number>();
  rebalance(): void {
    // It settles when it next can, as the test lets it.
  }
}

test('whoever joins, leaves or settles in whatever order, no partition has two holders, and in the end none is left out', () => {
  const step = fc.oneof(fc.constant('join'), fc.constant('leave'), fc.constant('settle'));
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat()), { maxLength: 60 }), (steps) => {
      const group = new Group(PARTITIONS);
      const members: FakeMember[] = [];
      const check = (): void => {
        const held = members.flatMap((member) => [...member.held]);
        expect(new Set(held).size).toBe(held.length);
      };
      for (const [what, n] of steps) {
        const member = members[n % Math.max(members.length, 1)];
        if (what === 'join') {
          const joined = new FakeMember();
          members.push(joined);
          group.join(joined);
        } else if (member && what === 'leave') {
          members.splice(members.indexOf(member), 1);
          group.leave(member);
        } else if (member) {
          member.held = group.settle(member);
        }
        check();
      }
      for (let round = 0; round < 2; round += 1) for (const each of members) each.held = group.settle(each);
      check();
      if (members.length > 0) expect(members.flatMap((member) => [...member.held])).toHaveLength(PARTITIONS);
    }),
  );
});
