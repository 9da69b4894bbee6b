/** Stands for `next/link`: an anchor that changes the app's address without leaving the frame. */
import { createElement, type AnchorHTMLAttributes, type MouseEvent, type ReactElement } from "react";
import { router } from "./navigation.ts";

export function Link(props: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }): ReactElement {
  const onClick = (event: MouseEvent<HTMLAnchorElement>): void => {
    props.onClick?.(event);
    if (event.defaultPrevented) return;
    event.preventDefault();
    router.push(props.href);
  };
  return createElement("a", { ...props, onClick });
}

export { Link as default };
