"""Who should meet whom, when and where: plans one-to-one meetings and proves how good they are."""
