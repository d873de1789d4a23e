import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Width of an element in px, followed as it changes, so that text in a chart keeps its size on every screen. */
export function useWidth<T extends HTMLElement>(initial = 720): [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    });
    observer.observe(element);
    if (element.clientWidth > 0) setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
