"""办理: matters taken through their steps, each an act with its post, its limit in workdays and its mark when late."""
