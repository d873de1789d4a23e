import { createContext, useContext } from 'react';
import type { Me } from '../api/schemas.js';

/** Who is signed in; set around every page behind sign-in. */
export const MeContext = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside of the signed-in pages');
  return me;
}
